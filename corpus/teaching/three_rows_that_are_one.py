# A grid built from one row shows every change three times; rows of their own do not.
# Rule: 1.2 bindings: a container holds references; one object may be in it several times.
import copy, gc, sys, weakref

row = [0, 0, 0]
grid = [row, row, row]
first = grid[0]
first[1] = 'x'
print(grid)
grid = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]
first = grid[0]
first[1] = 'x'
print(grid)
