# Bug: an arena put first on a list is not linked to from the one behind it
# Origin: invented: half of a doubly linked list
# Engines: property fuzz
# geometry: tiny
import copy, gc, sys, weakref



def f1():
    print('call', type(None).__name__)

