# An instance with slots is copied slot by slot; an empty slot stays empty in the copy.
# Rule: 1.4 copy: the state of an instance is its slots and attributes.
import copy, gc, sys, weakref

class Point:
    __slots__ = ('x', 'y', 'tags')

p = Point()
p.x = 1
p.tags = ['start']
q = copy.copy(p)
r = copy.deepcopy(p)
tags = p.tags
tags.append('home')
print(q.x, q.tags, r.x, r.tags)
try: print(q.y)
except Exception as error: print(type(error).__name__)
