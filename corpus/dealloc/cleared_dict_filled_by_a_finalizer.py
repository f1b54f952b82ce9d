# A dict that a finalizer fills while it is being cleared keeps the new entries.
# Rule: 1.2 bulk operations: the old entries are detached before any of them is dropped.
import copy, gc, sys, weakref

class Tenant:
    def __del__(self):
        rooms['new'] = 'next tenant'
        print('moved out', rooms)

rooms = {'left': Tenant(), 'right': Tenant()}
rooms.clear()
print(rooms)
