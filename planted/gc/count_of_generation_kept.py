# Bug: the count of the generation that is collected is not reset
# Origin: invented: the loop over younger generations ends one too early
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

a = []
gc.collect()
