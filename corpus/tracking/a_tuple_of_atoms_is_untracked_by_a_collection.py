# A tuple made at run time is tracked; the first collection it survives untracks it if it holds atoms only.
# Rule: 4.2 surviving tuples are untracked if no item can ever be tracked.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
n = 12
pair = (n, 'text')
other = (n, [])
print(gc.is_tracked(pair), gc.is_tracked(other))
gc.collect(0)
print(gc.is_tracked(pair), gc.is_tracked(other))
gc.collect()
print(gc.is_tracked(pair), gc.is_tracked(other))
