# Tuples pack names and lists unpack them: exchanging two objects moves references, not values.
# Rule: 1.2 bindings: a display holds references.
import copy, gc, sys, weakref

def swap(pair):
    a = pair[0]
    b = pair[1]
    swapped = (b, a)
    return swapped

left = ['l']
right = ['r']
both = swap((left, right))
x = both[0]
y = both[1]
print(both, x is right, y is left)
x.append('!')
print(right)
