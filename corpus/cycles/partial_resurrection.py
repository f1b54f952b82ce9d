# Of three rings found together, only the one that a finalizer saves survives, with what it reaches.
# Rule: 4.3 after finalizers the unreachable set is computed again.
# Differs: 3.8, 3.9, 3.10: 3.8 collects nothing when anything is saved; attribute dicts are counted too.
import copy, gc, sys, weakref

class Plain:
    def __del__(self):
        print('del', self.name)
class Saver:
    def __del__(self):
        print('saves', self.name)
        kept.append(self)

gc.disable()
gc.collect()
kept = []
a = Saver()
a.name = 'A'
x = Plain()
x.name = 'child of A'
a.child = x
x.parent = a
b = Plain()
b.name = 'B'
b.me = b
b.to_a = a
c = Plain()
c.name = 'C'
c.me = c
wb = weakref.ref(b)
wx = weakref.ref(x)
del a
del b
del c
del x
print(gc.collect())
print(len(kept), wb() is None, wx() is None)
kept.clear()
print(gc.collect())
