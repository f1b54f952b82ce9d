# A dict that holds an untracked dict is tracked; a full collection may untrack neither, one, or both.
# Rule: 4.2 an untracked dict as a value counts as something that may be tracked.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
inner = {'n': 1}
outer = {'inner': inner}
print(gc.is_tracked(inner), gc.is_tracked(outer))
gc.collect()
print(gc.is_tracked(inner), gc.is_tracked(outer))
n = 4
table = {'t': (n, n)}
print(gc.is_tracked(table))
gc.collect()
print(gc.is_tracked(table))
