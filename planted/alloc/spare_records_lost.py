# Bug: of the spare records of arenas only the last is kept
# Origin: invented: a list cut when it is pushed to
# Engines: property fuzz sweep alloc
# geometry: tiny
import copy, gc, sys, weakref

a = [{0: 0}, {0}]
