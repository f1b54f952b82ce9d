# A list that contains itself is not freed by `del`; a collection finds exactly one object.
# Rule: 4.3 a collection reclaims what cannot be reached from outside; collect returns how many.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
loop = []
loop.append(loop)
print(gc.collect())
del loop
print(gc.collect(), gc.collect())
