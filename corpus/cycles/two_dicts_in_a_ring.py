# Two dicts that hold each other are garbage when both names are gone, and not before.
# Rule: 4.3 a collection reclaims what cannot be reached from outside.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
day = {'name': 'day'}
night = {'name': 'night', 'other': day}
day['other'] = night
del day
print(gc.collect())
day = night['other']
print(day['name'])
del day
del night
print(gc.collect())
