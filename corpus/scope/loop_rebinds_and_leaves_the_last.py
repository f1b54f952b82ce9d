# Binding the same name in a loop drops the object of the round before; the last one survives the loop.
# Rule: 1.2 store rule: the new object is stored before the old one is dropped.
import copy, gc, sys, weakref

class Wave:
    def __del__(self):
        print('wave breaks')

def watch():
    for _ in range(3): wave = Wave()
    print('loop is over', type(wave).__name__)

watch()
print('calm')
