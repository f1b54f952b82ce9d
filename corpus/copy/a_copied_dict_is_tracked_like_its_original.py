# The copy of a tracked dict is tracked, whatever is left in it; the copy of an empty one is a new dict, which is not.
# Rule: 4.2 tracking of dicts: a copy takes over the state of its original.
import copy, gc, sys, weakref

box = {'a': []}
box['a'] = 1
twin = copy.copy(box)
print(gc.is_tracked(box), gc.is_tracked(twin))
box.clear()
twin = copy.copy(box)
print(gc.is_tracked(box), gc.is_tracked(twin))
