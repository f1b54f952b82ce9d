# A deep copy's attributes lie in a dict of their own, and so do those of its copy: a name that they get is not shared with
# the other instances of the class, whose order of dropping does not know it.
# Rule: 2.2 attribute drop order: by the names that the class's instances share.
# Differs: 3.13: the names of the copy join those that the class's instances share.
import copy, gc, sys, weakref

class Voice:
    def __del__(self):
        print('silent')

class Echo:
    def __del__(self):
        print('gone')

class Choir: pass

choir = Choir()
choir.a = 1
choir = copy.deepcopy(choir)
choir.b = 2
choir = copy.copy(choir)
choir = Choir()
choir.c = Voice()
choir.b = Echo()
del choir
