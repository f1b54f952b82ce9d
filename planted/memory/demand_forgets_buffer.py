# Bug: what a new container asks for in advance leaves out its buffer
# Origin: invented: a fallible step behind the point of no return
# Engines: property sweep
import copy, gc, sys, weakref

a = [None]
