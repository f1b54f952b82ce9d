# Weak references, with or without callback, leave the count of their referent alone; calling one adds one.
# Rule: 3.1 a weak reference owns its callback, not its referent.
import copy, gc, sys, weakref

class Star: pass

def gone(ref):
    print('star is gone')

star = Star()
w = weakref.ref(star)
v = weakref.ref(star, gone)
print(sys.getrefcount(star))
seen = w()
print(sys.getrefcount(star))
del seen
print(sys.getrefcount(star))
del v
del star
print(w() is None)
