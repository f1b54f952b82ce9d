# A weak reference that a finalizer makes to its own ring keeps reading alive until the ring is cleared.
# Rule: 3.4 before the finalizers all are cleared; later ones are cleared as their referents die.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Poet:
    def __del__(self):
        global epitaph
        print('before', w() is None)
        epitaph = weakref.ref(self)
        print('made', epitaph() is None)

gc.disable()
gc.collect()
poet = Poet()
poet.me = poet
w = weakref.ref(poet)
del poet
print(gc.collect())
print(epitaph() is None)
