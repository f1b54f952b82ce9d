# A garbage graph of lists, tuples, dicts, sets and instances goes in one collection; the live part stays.
# Rule: 4.3 the reclaimed set is everything that cannot be reached from outside.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Hub: pass

gc.disable()
gc.collect()
live = ['live']
hub = Hub()
hub.list = [hub, live]
hub.tuple = (hub, live)
hub.dict = {'hub': hub, 'live': live}
hub.set = {hub}
print(gc.collect(), sys.getrefcount(live))
del hub
print(sys.getrefcount(live))
print(gc.collect(), sys.getrefcount(live), live)
