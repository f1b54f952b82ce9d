# One function may serve several objects; which reference it gets tells whose death it is.
# Rule: 3.3 each callback is called with its own weak reference.
import copy, gc, sys, weakref

class Moon: pass

def sets(ref):
    print('sets', ref is near, ref is far)

io = Moon()
europa = Moon()
near = weakref.ref(io, sets)
far = weakref.ref(europa, sets)
sky = [io, europa]
del io
del europa
print('up')
del sky
