# Bug: a freed block forgets those freed before it
# Origin: invented: the free list lost
# Engines: property fuzz explore sweep alloc
import copy, gc, sys, weakref

a = [[]]
