# An instance brought back once can be kept by other code later, but never again by its finalizer.
# Rule: 2.3 at most once: the second death is final.
import copy, gc, sys, weakref

class Boomerang:
    def __del__(self):
        print('comes back')
        hand.append(self)

hand = []
hand.append(Boomerang())
thrown = hand.pop()
thrown = None
print(len(hand))
thrown = hand.pop()
handle = weakref.ref(thrown)
thrown = None
print(len(hand), handle() is None)
