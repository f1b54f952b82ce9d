# A weak reference to self made in the finalizer works there, and its callback runs when the object dies.
# Rule: 2.3 weak references made in a finalizer get their callbacks called when the death goes on.
import copy, gc, sys, weakref

class Mayfly:
    def __del__(self):
        global late
        late = weakref.ref(self, note)
        me = late()
        print(me is self)

def note(ref):
    print('callback', ref is late, ref() is None)

late = None
mayfly = Mayfly()
del mayfly
print(late() is None)
