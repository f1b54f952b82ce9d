# Bug: a list is cleared item by item, while finalizers can see it
# Origin: replica of gh-130555: clear() with a re-entrant finalizer reads the live storage
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        a.append(self)

a = [C0()]
a.clear()
