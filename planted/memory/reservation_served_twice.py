# Bug: a reserved block is handed out twice
# Origin: invented: a slot read and not taken
# Engines: property fuzz
import copy, gc, sys, weakref

a = {None}
