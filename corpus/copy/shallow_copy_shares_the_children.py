# A shallow copy holds the very objects of the original: changing a child shows in both, adding one does not.
# Rule: 1.4 copy: a new outer container, the same children.
import copy, gc, sys, weakref

row = [1, 2]
grid = [row, row]
twin = copy.copy(grid)
row.append(3)
grid.append('only here')
print(grid)
print(twin)
a = twin[0]
print(a is row)
