# Bug: young collections give up dicts, too
# Origin: replica of bpo-14775: dicts untracked in every collection
# Engines: property fuzz
import copy, gc, sys, weakref

a = {0: [], 0: 0}
gc.collect(0)
