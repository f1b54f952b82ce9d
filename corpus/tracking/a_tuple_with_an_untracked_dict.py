# A tuple that holds a dict stays tracked, although the dict is not: a dict may become tracked later.
# Rule: 4.2 a tuple is untracked only if every item can never be tracked.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
table = {'n': 1}
pair = (table, 2)
gc.collect()
print(gc.is_tracked(table), gc.is_tracked(pair))
table['pair'] = pair
print(gc.is_tracked(table))
del table
del pair
print(gc.collect())
