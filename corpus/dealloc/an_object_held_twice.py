# An instance that sits in a container twice dies once, when the second reference goes.
# Rule: 2.1 death comes when the count reaches zero; 2.6 R5 every object is freed once.
import copy, gc, sys, weakref

class Twin:
    def __del__(self):
        print('died')

twin = Twin()
pair = [twin, twin]
del twin
del pair[0]
print('one left')
del pair[0]
print('none left')
twin = Twin()
pair = (twin, [twin])
del twin
del pair
print('end')
