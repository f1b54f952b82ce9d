# A finalizer that stores into the very name whose rebinding killed it has the last word.
# Rule: 1.2 store rule: the new value is stored first, then the old one dies and may store again.
import copy, gc, sys, weakref

class Stubborn:
    def __del__(self):
        global seat
        print('leaving')
        seat = 'reserved'

seat = Stubborn()
seat = 'free'
print(seat)
seat = Stubborn()
del seat
print(seat)
