# A key deleted and stored again moves to the end of the dict's order; one that is replaced keeps its place.
# Rule: 2.2 release order: insertion order of the keys.
import copy, gc, sys, weakref

class Runner:
    def __del__(self):
        print('stops', self.name)

def start(name):
    runner = Runner()
    runner.name = name
    return runner

lanes = {}
made = start('one')
lanes[1] = made
made = start('two')
lanes[2] = made
made = start('three')
lanes[3] = made
del made
del lanes[1]
made = start('one again')
lanes[1] = made
made = start('two again')
lanes[2] = made
del made
print('race is over')
del lanes
