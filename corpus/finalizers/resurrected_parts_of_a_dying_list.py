# One item of a dying list is saved by its finalizer, the others die; the saved one is complete.
# Rule: 2.3 resurrection concerns the one object; 2.2 the release of the list goes on.
import copy, gc, sys, weakref

class Plank:
    def __del__(self):
        print('sinks', self.n)
class Sailor:
    def __del__(self):
        print('swims', self.n)
        beach.append(self)

beach = []
plank = Plank()
plank.n = 1
sailor = Sailor()
sailor.n = 2
sailor.hat = ['wet']
ship = [plank, sailor, Plank()]
last = ship[2]
last.n = 3
del last
del plank
del sailor
ship = None
sailor = beach.pop()
print(sailor.n, sailor.hat)
