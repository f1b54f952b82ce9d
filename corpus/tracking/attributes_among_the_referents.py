# An instance's attribute values are its referents directly, next to its class.
# Rule: 4.6 get_referents; attributes live inside the instance.
# Differs: 3.8, 3.9, 3.10: the referent is one dict that holds the attributes.
import copy, gc, sys, weakref

class Open: pass

o = Open()
print(len(gc.get_referents(o)))
o.a = 1
o.b = []
print(len(gc.get_referents(o)))
o.b = None
del o.a
print(len(gc.get_referents(o)))
