# Bug: a freed block links to itself, and is handed out twice
# Origin: invented: a block pushed twice
# Engines: property fuzz
import copy, gc, sys, weakref


def f0():
    print('see')

a = []
a = {0: None, '': None}
