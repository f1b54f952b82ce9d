# An object made after a collection is in generation 0 whatever happened to the others.
# Rule: 4.1 a new tracked object goes to the end of generation 0.
import copy, gc, sys, weakref

class Baby: pass

gc.disable()
old = Baby()
gc.collect()
baby = Baby()
print(old in gc.get_objects(2), baby in gc.get_objects(0), baby in gc.get_objects(2))
w = weakref.ref(baby)
print(w in gc.get_objects(0))
gc.collect(0)
print(w in gc.get_objects(1), baby in gc.get_objects(1))
