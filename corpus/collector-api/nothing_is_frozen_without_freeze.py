# The freeze count is zero before any freeze and after each unfreeze.
# Rule: 4.6 get_freeze_count.
# Differs: 3.12: immortal objects are moved to the permanent generation.
import copy, gc, sys, weakref

print(gc.get_freeze_count())
gc.freeze()
gc.unfreeze()
print(gc.get_freeze_count())
