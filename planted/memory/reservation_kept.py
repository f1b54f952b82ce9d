# Bug: blocks that were reserved and not used are not given back
# Origin: invented: a leak on the ordinary path
# Engines: property fuzz sweep alloc
import copy, gc, sys, weakref

a = []
a = [a]
