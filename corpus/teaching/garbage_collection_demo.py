# The usual demonstration: two objects refer to each other, both names go, gc.collect() finds them.
# Rule: 2.1 counting alone cannot free a cycle; 4.3 the collector can.
import copy, gc, sys, weakref

class Node:
    def __del__(self):
        print('freed', self.name)

gc.disable()
gc.collect()
alone = Node()
alone.name = 'alone'
alone = None
print('no cycle, freed at once')
left = Node()
left.name = 'left'
right = Node()
right.name = 'right'
left.other = right
right.other = left
left = None
right = None
print('cycle, still there')
gc.collect()
print('collected')
