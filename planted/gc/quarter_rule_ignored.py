# Bug: full collections come however few objects are new
# Origin: replica of bpo-4074: quadratic time without the rule of 25 %
# Engines: property fuzz
import copy, gc, sys, weakref

gc.set_threshold(1, 0, 0)
a = None
for _ in range(30): a = [a]
