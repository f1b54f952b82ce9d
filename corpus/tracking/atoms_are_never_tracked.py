# Numbers, texts, None and the empty tuple are unknown to the collector: they cannot be part of a cycle.
# Rule: 4.2 atoms are never tracked.
import copy, gc, sys, weakref

n = 1000
n += 1
empty = ()
print(gc.is_tracked(n), gc.is_tracked(2.5), gc.is_tracked('text'))
print(gc.is_tracked(None), gc.is_tracked(True), gc.is_tracked(empty))
gc.collect()
print(gc.is_tracked(n), gc.is_tracked(empty))
