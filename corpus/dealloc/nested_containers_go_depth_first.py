# A dying container takes each child down completely before it comes to the next one.
# Rule: 2.1 death is immediate and depth-first; 2.2 release order.
import copy, gc, sys, weakref

class Leaf:
    def __del__(self):
        print('leaf', self.n)

def leaf(n):
    made = Leaf()
    made.n = n
    return made

a = leaf(1)
b = leaf(2)
c = leaf(3)
d = leaf(4)
e = leaf(5)
tree = [[a, b], (c, {'k': d}), e]
del a
del b
del c
del d
del e
del tree
print('bare')
