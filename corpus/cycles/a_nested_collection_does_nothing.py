# gc.collect() inside a finalizer or callback of a running collection returns 0 at once.
# Rule: 4.4 a collection does not start inside another one.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Sweeper:
    def __del__(self):
        print('finalizer', gc.collect())

def note(ref):
    print('callback', gc.collect(0))

gc.disable()
gc.collect()
loop = []
loop.append(loop)
sweeper = Sweeper()
sweeper.me = sweeper
w = weakref.ref(sweeper, note)
del sweeper
del loop
print(gc.collect())
