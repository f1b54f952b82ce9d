# A local that is rebound lets go of its old object at once, not at the end of the call.
# Rule: 1.2 store rule holds for every kind of slot; 2.1 death is immediate.
import copy, gc, sys, weakref

class Mask:
    def __del__(self):
        print('off', self.face)

def play():
    mask = Mask()
    mask.face = 'sad'
    print('act one')
    mask = Mask()
    mask.face = 'glad'
    print('act two')

play()
print('curtain')
