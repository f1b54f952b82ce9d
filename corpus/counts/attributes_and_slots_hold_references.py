# Storing in an attribute or slot takes a reference; storing again or deleting gives it back.
# Rule: 1.2 bindings: store the new reference, then drop the old one.
import copy, gc, sys, weakref

class Open: pass
class Narrow:
    __slots__ = ('left', 'right')

ring = []
o = Open()
n = Narrow()
o.finger = ring
n.left = ring
n.right = ring
print(sys.getrefcount(ring))
n.left = None
o.finger = ring
print(sys.getrefcount(ring))
del n.right
del o
print(sys.getrefcount(ring))
