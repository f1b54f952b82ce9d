# Bug: making a weak reference asks for nothing in advance
# Origin: invented: a fallible step behind the point of no return
# Engines: property sweep
import copy, gc, sys, weakref

a = weakref.ref({None})
