# Thresholds read back as they were set; a first threshold of zero switches automatic collection off.
# Rule: 4.6 get_threshold and set_threshold.
import copy, gc, sys, weakref

gc.set_threshold(100, 5, 3)
print(gc.get_threshold())
gc.set_threshold(0, 5, 3)
print(gc.get_threshold(), gc.isenabled())
