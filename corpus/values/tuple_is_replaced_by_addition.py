# += on a tuple builds a longer tuple; the alias keeps the short one, and both share their items.
# Rule: 1.3 augmented assignment on immutables rebinds.
import copy, gc, sys, weakref

stop = ['north']
route = (stop,)
old_route = route
route += (['south'],)
print(route, old_route, route is old_route)
a = route[0]
print(a is stop)
