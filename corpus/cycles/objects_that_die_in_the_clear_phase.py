# An older object that only garbage holds is finalized when the garbage is cleared: after all its finalizers.
# Rule: 4.4 objects of older generations that lose their last reference die in the clearing.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Old:
    def __del__(self):
        print('old one dies', w() is None)
class Young:
    def __del__(self):
        print('young finalizer', self.name)

gc.disable()
gc.collect()
old = Old()
gc.collect()
a = Young()
a.name = 'a'
b = Young()
b.name = 'b'
a.old = old
a.mate = b
b.mate = a
w = weakref.ref(b)
del old
del a
del b
print(gc.collect(0))
