# Bug: nested deallocations of lists are not bounded
# Origin: replica of bpo-33930, bpo-44348: a type without a trashcan overflowed the stack
# Engines: property fuzz
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        pass

self = [C0(), C0()]
for _ in range(49): self = [self]
