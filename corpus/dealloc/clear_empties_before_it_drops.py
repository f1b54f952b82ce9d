# clear on a list, dict or set empties it at once; the finalizers then find an empty container.
# Rule: 1.2 bulk operations detach all references first; lists release last to first, dicts in order.
import copy, gc, sys, weakref

class Toy:
    def __del__(self):
        print('toy', self.n, 'box has', len(box))

def toy(n):
    made = Toy()
    made.n = n
    return made

box = []
made = toy(1)
box.append(made)
made = toy(2)
box.append(made)
made = toy(3)
box.append(made)
del made
box.clear()
box = {}
made = toy(4)
box['x'] = made
made = toy(5)
box['y'] = made
del made
box.clear()
loner = toy(6)
box = {loner}
del loner
box.clear()
