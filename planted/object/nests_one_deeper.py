# Bug: deallocations nest one deeper than the bound
# Origin: invented: > against >=
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        pass

self = [C0(), C0()]
for _ in range(49): self = [self]
