# Bug: survivors of a middle collection stay in the middle generation
# Origin: invented: a survivor moved to the wrong generation
# Engines: property fuzz explore
import copy, gc, sys, weakref

a = []
gc.collect(1)
