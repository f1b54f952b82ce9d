# A ring that spans generations is whole garbage only for a collection that looks at its oldest member.
# Rule: 4.3 a collection of generation g looks at generations 0 to g only.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Wheel: pass

gc.disable()
gc.collect()
old = []
gc.collect(0)
young = Wheel()
young.axle = [old]
axle = young.axle
old.append(axle)
w = weakref.ref(young)
old.append(young)
del axle
del young
del old
print(gc.collect(0), w() is None)
print(gc.collect(1), w() is None)
