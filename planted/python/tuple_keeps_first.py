# Bug: a dying tuple does not release its first item
# Origin: invented: a field forgotten in dealloc
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = ([], None)
