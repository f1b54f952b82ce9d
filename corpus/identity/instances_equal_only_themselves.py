# Instances of a plain class compare by identity: two fresh ones differ, two names of one agree.
# Rule: 1.1 objects: `==` on plain instances is identity.
import copy, gc, sys, weakref

class Key: pass

a = Key()
b = Key()
c = a
print(a == b, a == c, a is c, id(a) == id(b))
ring = [a, b]
other = [c, b]
print(ring == other, ring is other)
