# An exception in a finalizer is reported on stderr and ignored; the program and the death go on.
# Rule: 2.3 exceptions of finalizers are unraisable.
import copy, gc, sys, weakref

class Fuse:
    def __del__(self):
        print('before')
        del self.nothing
        print('after')

fuse = Fuse()
handle = weakref.ref(fuse)
del fuse
print('program goes on', handle() is None)
