# A list may hold one object many times; every append is a reference, every pop takes one away.
# Rule: 2.6 invariant R1: references count with their multiplicity.
import copy, gc, sys, weakref

stone = []
wall = []
for _ in range(20): wall.append(stone)
print(sys.getrefcount(stone), len(wall))
for _ in range(5): last = wall.pop()
print(sys.getrefcount(stone), len(wall))
del last
del wall[0]
wall[0] = None
print(sys.getrefcount(stone))
wall.extend(wall)
print(sys.getrefcount(stone), len(wall))
