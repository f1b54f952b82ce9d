# Members of a fresh ring are finalized in the order in which they were made.
# Rule: 4.4 finalizers run in the order of the collector's list.
# Differs: 3.8, 3.9, 3.10: the attribute dicts are members of the ring and counted too.
import copy, gc, sys, weakref

class Monk:
    def __del__(self):
        print('prays', self.name)

gc.disable()
gc.collect()
a = Monk()
a.name = 'a'
b = Monk()
b.name = 'b'
c = Monk()
c.name = 'c'
c.next = b
b.next = a
a.next = c
del a
del b
del c
print(gc.collect())
