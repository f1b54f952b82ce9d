# Bug: instances do not use up the room for shared attribute names
# Origin: invented: init_inline_values without its countdown
# Engines: property fuzz
import copy, gc, sys, weakref

class C0: pass

for _ in range(29): a = C0()
a.a = 0
a.b = 0
