# `self` is a local name like any other: rebinding or deleting it neither kills nor saves the object.
# Rule: 2.3 the runtime holds a reference of its own while a finalizer runs.
import copy, gc, sys, weakref

class Actor:
    def __del__(self):
        print('bows', self.role)
        self = 'nobody'
        print(self, handle() is None)
class Extra:
    def __del__(self):
        del self
        print('leaves')

actor = Actor()
actor.role = 'Hamlet'
handle = weakref.ref(actor)
del actor
print(handle() is None)
extra = Extra()
extra = None
