# A finalizer that runs by counting may start a collection, which finds other garbage as usual.
# Rule: 2.3 finalizers are ordinary code; 4.4 a collection only refuses to start inside another one.
import copy, gc, sys, weakref

class Sweeper:
    def __del__(self):
        print('sweeps', gc.collect())

gc.disable()
gc.collect()
dust = []
dust.append(dust)
del dust
sweeper = Sweeper()
del sweeper
print(gc.collect())
