# Copying a tuple returns it; so does a deep copy when no item had to be copied.
# Rule: 1.4 copy: immutables return themselves; a tuple is rebuilt only if an item's copy differs.
import copy, gc, sys, weakref

n = 3
flat = (n, 'text', None)
nested = (flat, (n,), ())
a = copy.copy(flat)
b = copy.deepcopy(flat)
c = copy.deepcopy(nested)
print(a is flat, b is flat, c is nested)
