# The same object may fill both parameters; rebinding one of them leaves the other.
# Rule: 1.2 bindings: every parameter is a slot of its own.
import copy, gc, sys, weakref

class Seal:
    def __del__(self):
        print('seal dives')

def feed(left, right):
    print(left is right)
    left = None
    print(type(right).__name__)
    right = None
    print('fed')

seal = Seal()
feed(seal, seal)
del seal
