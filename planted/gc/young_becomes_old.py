# Bug: survivors of a young collection go straight to the oldest generation
# Origin: invented: a survivor moved to the wrong generation
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

a = []
gc.collect(0)
