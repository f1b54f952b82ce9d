# A collection that an allocation starts promotes what was there, but not the object being allocated.
# Rule: 4.5 the collection runs inside the allocation, before the new object is tracked.
# Differs: 3.12, 3.13: the collection is only scheduled, and runs when the new object is tracked already.
import copy, gc, sys, weakref

class Baby: pass

gc.disable()
gc.collect()
gc.set_threshold(50, 1000, 1000)
elder = Baby()
keep = []
for _ in range(200): keep.append(Baby())
gc.enable()
baby = Baby()
gc.disable()
print(elder in gc.get_objects(0), elder in gc.get_objects(1))
print(baby in gc.get_objects(0), baby in gc.get_objects(1))
