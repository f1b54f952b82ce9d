# A finalizer may call a function that calls itself without end: the error is ignored like any other, and the object dies.
# Rule: 2.2 what a finalizer raises is ignored; 1.5 the frames that an exception left go with it.
import copy, gc, sys, weakref

class Endless:
    def __del__(self):
        again(self)

def again(x):
    again(x)

alone = Endless()
del alone
print('gone')
ring = Endless()
ring.me = ring
del ring
print(gc.collect())
