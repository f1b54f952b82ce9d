# A frozen instance is in none of the three generations, but still tracked; unfrozen it is in the oldest.
# Rule: 4.6 freeze and unfreeze.
import copy, gc, sys, weakref

class Ice: pass

gc.disable()
cube = Ice()
gc.freeze()
print(cube in gc.get_objects(0), cube in gc.get_objects(1), cube in gc.get_objects(2))
print(gc.is_tracked(cube))
later = Ice()
print(later in gc.get_objects(0))
gc.unfreeze()
print(cube in gc.get_objects(2), later in gc.get_objects(2), later in gc.get_objects(0))
