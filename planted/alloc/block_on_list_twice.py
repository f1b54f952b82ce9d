# Bug: a freed block links to itself, and is handed out twice
# Origin: invented: a block pushed twice
# Engines: property fuzz
import copy, gc, sys, weakref


class C1:
    def __del__(self):
        print('del')


self = []
