# Bug: a full pool of which a block is freed is not used again
# Origin: invented: no transition from full to used
# Engines: property fuzz
# geometry: tiny
import copy, gc, sys, weakref


def f0():
    print('ref')


a = copy.copy([])
