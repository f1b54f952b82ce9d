# A tuple that is reached again through its own list is copied once: the copies form the same knot.
# Rule: 1.4 deepcopy: the memo is asked again after a tuple's items are copied.
import copy, gc, sys, weakref

strands = []
knot = (strands, 'tied')
strands.append(knot)
twin = copy.deepcopy(knot)
inner = twin[0]
back = inner[0]
print(back is twin, inner is strands, twin is knot)
print(twin)
