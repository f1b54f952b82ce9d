# Bug: a pool that became empty stays on the list of used pools
# Origin: invented: a pool on two lists
# Engines: property fuzz
import copy, gc, sys, weakref


class C1:
    def __del__(self):
        print('del')

