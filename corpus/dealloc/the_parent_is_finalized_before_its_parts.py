# An instance is finalized first, with all its attributes intact; only then do the attributes go.
# Rule: 2.2 the finalizer runs before any owned reference is released.
import copy, gc, sys, weakref

class Wheel:
    def __del__(self):
        print('wheel rolls away')
class Cart:
    def __del__(self):
        wheel = self.wheel
        print('cart breaks, has', type(wheel).__name__)

cart = Cart()
cart.wheel = Wheel()
del cart
print('gone')
