# What is copied and then dropped dies after the copy was made, when collections may come again.
# Rule: 1.2 arguments are released when the call is over.
# zeal: collect at the 2nd allocation
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        self = []

self = copy.deepcopy(C0())
