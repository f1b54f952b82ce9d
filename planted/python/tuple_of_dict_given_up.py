# Bug: a tuple that holds an untracked dict is given up
# Origin: invented after bpo-4688, which gives up tuples and dicts: an untracked dict may be tracked again
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = {0: {}}
