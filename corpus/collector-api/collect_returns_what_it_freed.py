# Each collection returns the number of objects that it found unreachable in its own generations.
# Rule: 4.4 collect returns the number of objects found unreachable and cleared.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
a = []
a.append(a)
del a
b = [[], []]
b.append(b)
del b
print(gc.collect(0))
c = {1}
d = [c]
d.append(d)
del c
gc.collect(0)
del d
print(gc.collect(0), gc.collect(1), gc.collect())
