# Living weak references are equal when their referents are; dead ones only when they are the same object.
# Rule: 3.2 equality: both alive compare referents, else identity.
import copy, gc, sys, weakref

class Cell: pass

def note(ref):
    pass

cell = Cell()
other = Cell()
a = weakref.ref(cell)
b = weakref.ref(cell, note)
c = weakref.ref(other)
print(a == b, a is b, a == c)
del cell
print(a == b, a == a, a == c)
left = {1, 2}
right = {2, 1}
a = weakref.ref(left)
b = weakref.ref(right)
print(a == b, a is b)
right.clear()
print(a == b)
