# While a frame drops its slots one by one, what sits in later slots is still alive.
# Rule: 1.5 scope exit: slots are dropped in order, each at its turn.
import copy, gc, sys, weakref

class Bell:
    def __del__(self):
        print(self.name, 'other is dead:', other() is None)

def ring():
    global other
    low = Bell()
    low.name = 'low'
    high = Bell()
    high.name = 'high'
    other = weakref.ref(high)

ring()
print(other() is None)
