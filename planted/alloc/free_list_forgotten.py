# Bug: a freed block forgets those freed before it
# Origin: invented: the free list lost
# Engines: property fuzz
import copy, gc, sys, weakref


class C1:
    def __del__(self):
        print('del')


self = []
