# Of a key that a display repeats the last value stays; the others are dropped once the dict is complete, the last one first.
# Rule: 1.2 operands live until their operation is complete.
import copy, gc, sys, weakref

class First:
    def __del__(self):
        print('first')

class Second:
    def __del__(self):
        print('second')

box = {'k': First(), 'k': Second(), 'k': 3}
print(len(box), box['k'])
