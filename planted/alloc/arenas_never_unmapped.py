# Bug: arenas whose pools are all free are kept for ever
# Origin: replica of CPython before 2.5: memory never returned
# Engines: property fuzz alloc
# geometry: tiny
import copy, gc, sys, weakref

a = [{0}]
