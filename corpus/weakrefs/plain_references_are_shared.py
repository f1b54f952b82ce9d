# All weak references without callback to one object are the same object, in functions too.
# Rule: 3.1 sharing: at most one plain reference per referent.
import copy, gc, sys, weakref

class Tower: pass

def point_at(thing):
    made = weakref.ref(thing)
    return made

tower = Tower()
a = weakref.ref(tower)
b = weakref.ref(tower)
c = point_at(tower)
print(a is b, b is c, sys.getrefcount(a))
other = Tower()
d = weakref.ref(other)
print(a is d, a == d)
