# A deep copy has children of its own: the original may change without the copy noticing.
# Rule: 1.4 deepcopy: containers are rebuilt all the way down.
import copy, gc, sys, weakref

grid = [[1, 2], {'k': [3]}]
twin = copy.deepcopy(grid)
print(twin == grid, twin is grid)
row = grid[0]
row.append(9)
table = grid[1]
table['k'] = None
print(grid)
print(twin)
