# When a dict dies, its values are dropped in the order in which their keys came in.
# Rule: 2.2 release order: a dict goes in insertion order.
import copy, gc, sys, weakref

class Lodger:
    def __del__(self):
        print('moves out', self.name)

def move_in(name):
    lodger = Lodger()
    lodger.name = name
    return lodger

house = {}
made = move_in('ben')
house['b'] = made
made = move_in('amy')
house['a'] = made
made = move_in('cem')
house['c'] = made
del made
del house
print('empty house')
