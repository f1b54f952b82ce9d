# Bug: instances do not use up the room for shared attribute names
# Origin: invented: init_inline_values without its countdown
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        self.a = None
        self.b = self

self = []
for _ in range(29): self.append(C0())
