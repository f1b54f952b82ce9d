# When a garbage list is cleared, what it alone held dies from the last item to the first.
# Rule: 4.4 clearing goes like clear(): lists last to first, dicts in order.
import copy, gc, sys, weakref

class Crate:
    def __del__(self):
        print('crate', self.n)

def crate(n):
    made = Crate()
    made.n = n
    return made

gc.disable()
a = crate(1)
b = crate(2)
c = crate(3)
x = crate(4)
y = crate(5)
gc.collect()
pile = [a, b, c]
pile.append(pile)
del a
del b
del c
del pile
print(gc.collect(0))
heap = {'x': x, 'y': y}
heap['me'] = heap
del x
del y
del heap
print(gc.collect(0))
