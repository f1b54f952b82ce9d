# A collection that the allocation of a sum starts does not see the references that the sum is going to hold.
# Rule: 4.5 a container is allocated, which may collect, before it is filled.
# Differs: 3.12: a collection waits for the end of the instruction, when the sum holds its items.
# Differs: 3.13: the young generation is collected only after 2,000 allocations.
import copy, gc, sys, weakref

class Ring:
    def __del__(self):
        print('tuples', sys.getrefcount(item))

gc.disable()
item = [1]
left = (item, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
right = (item, item, 2, 3, 4, 5, 6, 7, 8, 9, 10)
ring = Ring()
ring.me = ring
del ring
gc.set_threshold(1, 1000, 1000)
gc.enable()
total = left + right
gc.disable()
print('sum', sys.getrefcount(item))
