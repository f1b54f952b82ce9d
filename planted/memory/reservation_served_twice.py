# Bug: a reserved block is handed out twice
# Origin: invented: a slot read and not taken
# Engines: property fuzz sweep alloc
import copy, gc, sys, weakref

a = {None}
