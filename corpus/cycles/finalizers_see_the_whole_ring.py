# No member is cleared before the last finalizer has run: each finds its neighbour complete.
# Rule: 2.4 on the collector's way finalizers see every object of the garbage intact.
# Differs: 3.8, 3.9, 3.10: the attribute dicts are members of the ring and counted too.
import copy, gc, sys, weakref

class Guard:
    def __del__(self):
        mate = self.mate
        back = mate.mate
        print(self.name, 'sees', mate.name, mate.post, back is self)

gc.disable()
gc.collect()
ann = Guard()
ann.name = 'ann'
ann.post = ['gate']
bob = Guard()
bob.name = 'bob'
bob.post = ['tower']
ann.mate = bob
bob.mate = ann
del ann
del bob
print(gc.collect())
