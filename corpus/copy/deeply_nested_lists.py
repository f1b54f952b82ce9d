# A chain of lists forty deep is copied link by link, and equals its copy.
# Rule: 1.4 deepcopy: containers are rebuilt all the way down.
import copy, gc, sys, weakref

core = ['core']
nest = core
for _ in range(40): nest = [nest]
twin = copy.deepcopy(nest)
print(twin == nest, twin is nest)
core.append('changed')
print(twin == nest)
for _ in range(40): twin = twin[0]
print(twin)
