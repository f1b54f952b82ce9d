# An old instance in its finalizer is back in generation 0; a collection there promotes it, then it dies.
# Rule: 2.2 before its finalizer a dying object is tracked at the end of generation 0.
import copy, gc, sys, weakref

class Old:
    def __del__(self):
        print(self in gc.get_objects(0), self in gc.get_objects(2))
        gc.collect(0)
        print(self in gc.get_objects(0), self in gc.get_objects(1))

gc.disable()
old = Old()
gc.collect()
print(old in gc.get_objects(2))
w = weakref.ref(old)
del old
print(w() is None)
