# Storing an attribute or slot again, and deleting it, update the instance before the old value dies.
# Rule: 1.2 store rule: the instance is updated before the old value is dropped.
import copy, gc, sys, weakref

class Pilot:
    def __del__(self):
        try: print('hands over to', plane.pilot)
        except Exception as error: print(type(error).__name__)
class Plane: pass
class Glider:
    __slots__ = ('pilot',)

plane = Plane()
plane.pilot = Pilot()
plane.pilot = 'autopilot'
plane.pilot = Pilot()
del plane.pilot
plane = Glider()
plane.pilot = Pilot()
plane.pilot = 'the wind'
plane.pilot = Pilot()
del plane.pilot
