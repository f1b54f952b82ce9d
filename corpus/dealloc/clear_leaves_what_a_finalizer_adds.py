# What a finalizer puts into the container while it is being cleared stays in it.
# Rule: 1.2 bulk operations: a finalizer that fills the container again leaves its items there.
import copy, gc, sys, weakref

class Weed:
    def __del__(self):
        garden.append('seed')
        print('pulled out', garden)

garden = [Weed(), Weed(), 'rose']
garden.clear()
print(garden)
