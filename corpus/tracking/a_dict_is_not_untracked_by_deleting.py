# Taking the container out again leaves the dict tracked; only a full collection untracks it.
# Rule: 4.2 dicts are never untracked on deletion, and re-examined in full collections only.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
table = {'n': 1}
table['row'] = []
del table['row']
print(gc.is_tracked(table))
gc.collect(0)
print(gc.is_tracked(table))
gc.collect(1)
print(gc.is_tracked(table))
gc.collect(2)
print(gc.is_tracked(table))
table['row'] = []
print(gc.is_tracked(table))
