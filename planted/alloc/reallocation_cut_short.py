# Bug: a block that moves keeps only whole grains of its contents
# Origin: invented: a length rounded down
# Engines: property fuzz sweep alloc
import copy, gc, sys, weakref

a = [None]
a += [None]
