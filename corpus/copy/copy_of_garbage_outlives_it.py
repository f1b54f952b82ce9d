# A deep copy of a ring stays alive and whole when the ring itself is collected.
# Rule: 1.4 deepcopy shares nothing mutable; 4.3 a collection reclaims what cannot be reached.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
ring = []
link = [ring]
ring.append(link)
twin = copy.deepcopy(ring)
del ring
del link
print(gc.collect())
inner = twin[0]
back = inner[0]
print(back is twin, gc.collect())
