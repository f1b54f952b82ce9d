# Bug: freezing leaves the middle generation where it is
# Origin: invented: a list lost by freeze
# Engines: property fuzz
import copy, gc, sys, weakref

gc.collect(0)
gc.freeze()
