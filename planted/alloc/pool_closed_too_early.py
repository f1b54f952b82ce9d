# Bug: a pool goes back to its arena with one block in use
# Origin: invented: a page released with a live block
# Engines: property fuzz
import copy, gc, sys, weakref

a = []
