# Bug: a dying dict stays in its generation
# Origin: replica of bpo-31095: types whose deallocation did not untrack first
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = {0: []}
