# A function may delete a global; the caller's object dies at once if that was its last name.
# Rule: 1.2 bindings, 2.1 death is immediate when the count reaches zero.
import copy, gc, sys, weakref

class Visitor:
    def __del__(self):
        print('visitor leaves')

def dismiss():
    global guest
    del guest
    print('dismissed')

guest = Visitor()
dismiss()
try: print(guest)
except Exception as error: print(type(error).__name__)
