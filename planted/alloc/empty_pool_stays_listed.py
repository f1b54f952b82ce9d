# Bug: a pool that became empty stays on the list of used pools
# Origin: invented: a pool on two lists
# Engines: property fuzz explore sweep alloc
import copy, gc, sys, weakref

a = {}
