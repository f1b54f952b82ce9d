# Only tracked objects are members of generations: an untracked tuple inside garbage is freed uncounted.
# Rule: 4.3 untracked objects are invisible to a collection.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
n = 9
pair = (n, n)
gc.collect(0)
loop = [pair, (n, n, n)]
loop.append(loop)
del pair
del loop
print(gc.collect())
