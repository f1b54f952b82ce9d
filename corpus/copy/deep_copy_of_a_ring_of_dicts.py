# Two dicts that hold each other are copied to two new dicts that hold each other.
# Rule: 1.4 deepcopy: cycles are preserved through any container.
import copy, gc, sys, weakref

day = {'name': 'day'}
night = {'name': 'night', 'next': day}
day['next'] = night
twin = copy.deepcopy(day)
other = twin['next']
back = other['next']
print(back is twin, other is night, other['name'])
twin['name'] = 'copy'
print(day['name'], back['name'])
