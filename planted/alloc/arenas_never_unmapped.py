# Bug: arenas whose pools are all free are kept for ever
# Origin: replica of CPython before 2.5: memory never returned
# Engines: property fuzz
# geometry: odd
import copy, gc, sys, weakref

a = None
for _ in range(15): a = [a]
