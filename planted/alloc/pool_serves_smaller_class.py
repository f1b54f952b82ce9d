# Bug: an empty pool of a larger class is used without a new header
# Origin: invented: > against !=
# Engines: property fuzz
import copy, gc, sys, weakref

gc.collect()
