# Bug: sizes from 128 bytes on are rounded to the nearest class, not up
# Origin: invented: a size class too small
# Engines: property fuzz explore sweep alloc
import copy, gc, sys, weakref

class C0: pass

for _ in range(3): a = C0()
