# A list that contains itself is copied to a list that contains itself, not the original.
# Rule: 1.4 deepcopy: cycles are preserved.
import copy, gc, sys, weakref

loop = [1]
loop.append(loop)
twin = copy.deepcopy(loop)
inner = twin[1]
print(inner is twin, inner is loop, len(twin))
flat = copy.copy(loop)
inner = flat[1]
print(inner is flat, inner is loop)
