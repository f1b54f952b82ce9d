# A finalizer that saves an attribute's object saves that one alone; the owner dies.
# Rule: 2.3 resurrection keeps what is referenced; 2.2 the rest is released.
import copy, gc, sys, weakref

class Egg:
    def __del__(self):
        print('egg breaks')
class Nest:
    def __del__(self):
        global basket
        basket = self.egg
        print('nest falls')

basket = None
nest = Nest()
nest.egg = Egg()
handle = weakref.ref(nest)
del nest
print(type(basket).__name__, handle() is None)
basket = None
