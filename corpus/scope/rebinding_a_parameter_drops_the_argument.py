# If the parameter holds the last reference, rebinding it inside the call drops the argument at once.
# Rule: 1.5 scope exit: positional arguments are moved into the callee's slots.
# Differs: 3.8, 3.9, 3.10: the caller's stack holds the argument until the call ends.
import copy, gc, sys, weakref

class Parcel:
    def __del__(self):
        print('parcel is gone')

def receive(parcel):
    print('received')
    parcel = None
    print('signed')

receive(Parcel())
print('done')
