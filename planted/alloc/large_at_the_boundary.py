# Bug: a request of exactly the largest size is served as a large one
# Origin: invented: < against <=
# Engines: property fuzz
import copy, gc, sys, weakref

gc.collect()
