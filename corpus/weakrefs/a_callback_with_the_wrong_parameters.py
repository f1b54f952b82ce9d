# A callback is called with one argument; a function with none or two fails, which is ignored.
# Rule: 3.3 a callback is called with its weak reference; its errors are unraisable.
import copy, gc, sys, weakref

class Tree: pass

def none():
    print('never')
def two(ref, more):
    print('never')

tree = Tree()
a = weakref.ref(tree, none)
b = weakref.ref(tree, two)
del tree
print(a() is None, b() is None)
