# A strong reference taken from a weak one keeps the object alive until it is dropped itself.
# Rule: 3.2 reading gives a strong reference.
import copy, gc, sys, weakref

class Guest:
    def __del__(self):
        print('guest leaves')

def greet():
    guest = address()
    del rooms['one']
    print('still here', type(guest).__name__)

rooms = {'one': Guest()}
guest = rooms['one']
address = weakref.ref(guest)
del guest
greet()
print(address() is None)
