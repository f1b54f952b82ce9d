# Bug: a pool goes back to its arena with one block in use
# Origin: invented: a page released with a live block
# Engines: property fuzz sweep alloc
# geometry: tiny
import copy, gc, sys, weakref

a = [[], []]
