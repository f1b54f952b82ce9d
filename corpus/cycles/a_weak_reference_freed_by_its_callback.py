# A weak reference that its own callback drops is counted as collected.
# Rule: 3.4 a called-back weak reference that does not survive adds to the result of collect.
# Differs: 3.8, 3.9, 3.10: the attribute dicts are members of the ring and counted too.
import copy, gc, sys, weakref

class Fire: pass

def stays(ref):
    print('alarm stays')
def goes(ref):
    alarms.clear()
    print('alarm goes')

gc.disable()
gc.collect()
fire = Fire()
fire.me = fire
w = weakref.ref(fire, stays)
alarms = [w]
del w
del fire
print(gc.collect())
fire = Fire()
fire.me = fire
w = weakref.ref(fire, goes)
alarms = [w]
del w
del fire
print(gc.collect())
