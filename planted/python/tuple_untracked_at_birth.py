# Bug: a tuple of atoms is untracked when it is made, not when it survives a collection
# Origin: invented: too eager
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = None
a = (a,)
