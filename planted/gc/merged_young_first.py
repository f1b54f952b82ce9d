# Bug: the collected generation is put behind the younger ones, so that finalizers run in another order
# Origin: invented: gc_list_merge with its arguments exchanged
# Engines: property fuzz
import copy, gc, sys, weakref

a = []
gc.collect()
b = []
print(gc.collect())
