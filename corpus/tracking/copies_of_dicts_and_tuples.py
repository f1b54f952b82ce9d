# A copy of an untracked dict is untracked, a deep copy of a tracked one is tracked again if it needs to be.
# Rule: 4.2 dicts are tracked lazily, also the ones that copying makes.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
plain = {'n': 1}
full = {'n': 1, 'row': []}
a = copy.copy(plain)
b = copy.copy(full)
c = copy.deepcopy(full)
print(gc.is_tracked(a), gc.is_tracked(b), gc.is_tracked(c))
