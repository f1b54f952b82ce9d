# If the weak reference itself is deleted before its referent, its callback never runs.
# Rule: 3.1 deleting a weak reference unlinks it.
import copy, gc, sys, weakref

class Host: pass

def note(ref):
    print('never', ref)

host = Host()
w = weakref.ref(host, note)
del w
w = weakref.ref(host, note)
w = None
print('references are gone')
del host
print('host is gone')
