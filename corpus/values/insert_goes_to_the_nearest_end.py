# insert shifts what follows; an index beyond either end is clamped to that end.
# Rule: 1.2 bindings: a list is a row of slots.
import copy, gc, sys, weakref

row = ['b', 'd']
row.insert(0, 'a')
row.insert(-1, 'c')
row.insert(99, 'e')
row.insert(-99, '-')
print(row, len(row))
