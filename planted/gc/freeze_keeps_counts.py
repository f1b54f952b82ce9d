# Bug: freezing keeps the counts of the older generations
# Origin: invented: counts reset for the youngest only
# Engines: property fuzz
import copy, gc, sys, weakref

gc.collect(0)
gc.freeze()
