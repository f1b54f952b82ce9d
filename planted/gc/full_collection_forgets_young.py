# Bug: a full collection does not take in the youngest generation
# Origin: invented: the young list not merged
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

a = []
gc.collect()
