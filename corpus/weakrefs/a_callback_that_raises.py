# An exception in a callback is reported and ignored; the other callbacks still run.
# Rule: 3.3 exceptions of callbacks are unraisable.
import copy, gc, sys, weakref

class Tree: pass

def careful(ref):
    print('careful')
def clumsy(ref):
    print('clumsy')
    del nothing_there
    print('never')

tree = Tree()
a = weakref.ref(tree, careful)
b = weakref.ref(tree, clumsy)
c = weakref.ref(tree, careful)
del tree
print('end')
