# A weak reference to an object that nothing else holds is dead as soon as it is made; its callback has run.
# Rule: 2.1 death is immediate: the argument dies when the call of weakref.ref is over.
import copy, gc, sys, weakref

class Flash: pass

def note(ref):
    print('callback', ref() is None)

w = weakref.ref(Flash())
print(w() is None)
w = weakref.ref(Flash(), note)
print(w() is None)
w = weakref.ref({1}, note)
print('end')
