# An instance under a local name dies when the call returns; one under a global name goes on living.
# Rule: 1.5 scope exit: a frame drops its slots; the module's slots stay.
import copy, gc, sys, weakref

class Candle:
    def __del__(self):
        print('out', self.place)

def evening():
    global hall
    hall = Candle()
    hall.place = 'hall'
    room = Candle()
    room.place = 'room'
    print('both burn')

evening()
print('call is over')
del hall
print('end')
