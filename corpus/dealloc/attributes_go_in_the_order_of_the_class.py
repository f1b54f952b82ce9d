# Attributes die in the order in which any instance of the class first had them, not this one.
# Rule: 2.2 release order: attributes go in class key order.
# Differs: 3.8, 3.9, 3.10: attributes die in the order in which this instance got them.
import copy, gc, sys, weakref

class Desk: pass
class Thing:
    def __del__(self):
        print('thrown away', self.name)

def thing(name):
    made = Thing()
    made.name = name
    return made

model = Desk()
model.lamp = 1
model.chair = 2
desk = Desk()
made = thing('chair')
desk.chair = made
made = thing('lamp')
desk.lamp = made
del made
del desk
print('empty office')
