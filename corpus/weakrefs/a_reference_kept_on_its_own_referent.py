# A weak reference stored on its own referent is still there when counting ends the object: it calls back.
# Rule: 3.3 weak references are cleared before the attributes are released.
import copy, gc, sys, weakref

class Mirror: pass

def shatter(ref):
    print('shatters', ref() is None)

mirror = Mirror()
image = weakref.ref(mirror, shatter)
mirror.image = image
del image
del mirror
print('swept up')
