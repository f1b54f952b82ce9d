# When the referent dies, the callbacks are called from the youngest reference to the oldest.
# Rule: 3.1 order: a new reference goes before the older ones with callbacks.
import copy, gc, sys, weakref

class Star: pass

def first(ref):
    print('first')
def second(ref):
    print('second')
def third(ref):
    print('third')

star = Star()
a = weakref.ref(star, first)
b = weakref.ref(star, second)
c = weakref.ref(star, third)
plain = weakref.ref(star)
del star
print('dark')
