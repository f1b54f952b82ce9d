# Objects that a scan reaches late go behind the others, so a chain held from its end is finalized in reverse.
# Rule: 4.4 an object that looked unreachable and is reached later is moved to the end of the survivors.
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
del a
del b
gc.collect()
del c
print(gc.collect())
