# Calling a weak reference gives its referent while that lives, and None from its death on.
# Rule: 3.2 reading: the referent if it is not cleared, else None.
import copy, gc, sys, weakref

class Balloon: pass

balloon = Balloon()
string = weakref.ref(balloon)
seen = string()
print(seen is balloon, string() is None)
del balloon
print(string() is None)
del seen
print(string() is None)
gone = string()
print(gone)
