# An empty dict, or one of atoms, is untracked until a value that can be tracked goes in.
# Rule: 4.2 dicts are tracked lazily.
import copy, gc, sys, weakref

table = {}
print(gc.is_tracked(table))
table['n'] = 1
table[2] = 'two'
print(gc.is_tracked(table))
table['row'] = []
print(gc.is_tracked(table))
full = {'k': [1]}
print(gc.is_tracked(full), gc.is_tracked({'k': 1}))
