# Outer tuples that are scanned before their inner ones need a second collection to be untracked.
# Rule: 4.2 one pass in list order.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
n = 3
inner = (n, n)
outer = (inner,)
shell = (outer,)
del inner
del outer
gc.collect(0)
print(gc.is_tracked(shell))
gc.collect(1)
print(gc.is_tracked(shell))
gc.collect(2)
print(gc.is_tracked(shell))
