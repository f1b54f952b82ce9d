# An instance that its finalizer brings back is not finalized a second time when it dies again.
# Rule: 2.3 a finalizer runs at most once per object.
import copy, gc, sys, weakref

class Cat:
    def __del__(self):
        global lap
        print('one life less')
        lap = self

lap = None
cat = Cat()
del cat
print(type(lap).__name__)
lap = None
print(type(lap).__name__)
