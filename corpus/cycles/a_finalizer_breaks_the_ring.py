# A finalizer that deletes the reference closing its ring ends it by counting: nobody is left to be collected.
# Rule: 4.3 objects that die by counting while finalizers run are not counted in the result.
import copy, gc, sys, weakref

class Knot:
    def __del__(self):
        print('untied', self.name)
        del self.other

gc.disable()
gc.collect()
a = Knot()
a.name = 'a'
b = Knot()
b.name = 'b'
a.other = b
b.other = a
w = weakref.ref(b)
del a
del b
print(gc.collect())
print(gc.collect(), w() is None)
