# Bug: a dict is not tracked when it is given a container
# Origin: invented: MAINTAIN_TRACKING left out
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = {0: []}
