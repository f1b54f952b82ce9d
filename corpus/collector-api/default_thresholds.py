# An untouched interpreter collects after 700 new containers net, and every tenth time one generation more.
# Rule: 4.1 the state of the collector: thresholds 700, 10, 10.
# Differs: 3.13: the default of the first threshold is 2000.
import copy, gc, sys, weakref

print(gc.get_threshold())
gc.set_threshold(5, 6, 7)
print(gc.get_threshold())
