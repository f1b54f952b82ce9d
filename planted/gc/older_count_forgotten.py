# Bug: a collection does not count towards that of the next older generation
# Origin: invented: a count not raised
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

gc.collect(0)
