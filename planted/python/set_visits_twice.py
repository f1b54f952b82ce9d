# Bug: the elements of a set are traversed twice
# Origin: replica of bpo-40217: an edge visited twice
# Engines: property fuzz sweep
import copy, gc, sys, weakref

a = {None}
