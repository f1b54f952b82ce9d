# Freezing changes nothing for reference counts: a frozen instance dies with its last reference.
# Rule: 4.6 frozen objects still die by counting.
import copy, gc, sys, weakref

class Ice:
    def __del__(self):
        print('melts')

gc.disable()
ice = Ice()
row = [Ice()]
gc.freeze()
del ice
row.clear()
print('dry')
gc.unfreeze()
