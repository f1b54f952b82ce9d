# Clearing an instance drops its slots by name, or its attributes in the order of the class.
# Rule: 4.4 clearing an instance: slots alphabetically, then attributes in class key order.
# Differs: 3.8, 3.9, 3.10: attributes are in a dict, cleared in its own order, and the dict is counted.
import copy, gc, sys, weakref

class Chest:
    __slots__ = ('top', 'me', 'low')
class Sack: pass
class Gem:
    def __del__(self):
        print('gem', self.name)

def gem(name):
    made = Gem()
    made.name = name
    return made

gc.disable()
model = Sack()
model.first = 1
model.second = 2
a = gem('in low')
b = gem('in top')
c = gem('first')
d = gem('second')
gc.collect()
chest = Chest()
chest.top = b
chest.low = a
chest.me = chest
del a
del b
del chest
print(gc.collect(0))
sack = Sack()
sack.second = d
sack.first = c
sack.me = sack
del c
del d
del sack
print(gc.collect(0))
