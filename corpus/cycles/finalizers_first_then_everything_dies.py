# A ring held by one outside instance: that one dies by counting, the ring in two phases afterwards.
# Rule: 4.4 all finalizers of the garbage run, each seeing its neighbours, before any clearing.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Room:
    def __del__(self):
        door = self.door
        print('leave room', self.n, 'door to', door.n)

gc.disable()
gc.collect()
one = Room()
one.n = 1
two = Room()
two.n = 2
three = Room()
three.n = 3
one.door = two
two.door = three
three.door = two
del two
del three
print(gc.collect())
del one
print('entrance is closed')
print(gc.collect())
