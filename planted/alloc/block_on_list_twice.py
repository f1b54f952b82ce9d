# Bug: a freed block links to itself, and is handed out twice
# Origin: invented: a block pushed twice
# Engines: property fuzz sweep alloc
import copy, gc, sys, weakref

a = [[[]], []]
