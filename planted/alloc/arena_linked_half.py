# Bug: an arena put first on a list is not linked to from the one behind it
# Origin: invented: half of a doubly linked list
# Engines: property fuzz explore sweep alloc
# geometry: tiny
import copy, gc, sys, weakref

for _ in range(4): a = [[], [], [[]], [], [], []]
