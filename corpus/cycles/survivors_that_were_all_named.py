# If each member has a name while it survives a collection, the order of creation is kept.
# Rule: 4.4 objects with an outside reference stay where they are in the list.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Bead:
    def __del__(self):
        print('bead', self.name)

gc.disable()
gc.collect()
a = Bead()
a.name = 'a'
b = Bead()
b.name = 'b'
c = Bead()
c.name = 'c'
b.next = a
c.next = b
a.next = c
gc.collect()
del a
del b
del c
print(gc.collect())
