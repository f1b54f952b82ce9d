# When the shared plain weak reference is deleted, the next one is made anew and shared from then on.
# Rule: 3.1 sharing: the referent's list remembers living references only.
import copy, gc, sys, weakref

class Hill: pass

hill = Hill()
a = weakref.ref(hill)
b = weakref.ref(hill)
print(a is b, sys.getrefcount(a))
del a
del b
c = weakref.ref(hill)
d = weakref.ref(hill)
print(c is d, sys.getrefcount(c))
x = c()
print(x is hill)
