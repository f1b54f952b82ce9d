# Attributes stored in the class's usual order die in that order; deleting and restoring keeps the place.
# Rule: 2.2 release order: attributes go in class key order.
# Differs: 3.8, 3.9, 3.10: an attribute that was deleted and stored again goes last.
import copy, gc, sys, weakref

class Wagon: pass
class Load:
    def __del__(self):
        print('unload', self.name)

def load(name):
    made = Load()
    made.name = name
    return made

plain = Wagon()
made = load('front')
plain.front = made
made = load('back')
plain.back = made
del made
del plain
wagon = Wagon()
made = load('front')
wagon.front = made
made = load('back')
wagon.back = made
del made
del wagon.front
print('swap')
made = load('front again')
wagon.front = made
del made
del wagon
