# One finalizer may end another object's life; that one's finalizer runs inside the first.
# Rule: 2.1 death is immediate, also inside a finalizer.
import copy, gc, sys, weakref

class Captain:
    def __del__(self):
        global ship
        print('captain goes')
        ship = None
        print('captain is gone')
class Ship:
    def __del__(self):
        print('ship sinks')

ship = Ship()
captain = Captain()
captain = None
print('calm sea')
