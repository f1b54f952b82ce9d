# An instance with slots drops them in the alphabet's order, whatever the order of text or of stores.
# Rule: 2.2 release order: slots of a class go alphabetically by name.
import copy, gc, sys, weakref

class Drawer:
    __slots__ = ('z', 'm', 'a')
class Sock:
    def __del__(self):
        print('sock', self.name)

def sock(name):
    made = Sock()
    made.name = name
    return made

drawer = Drawer()
made = sock('m')
drawer.m = made
made = sock('z')
drawer.z = made
made = sock('a')
drawer.a = made
del made
del drawer
print('done')
