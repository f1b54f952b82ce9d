# Bug: of the spare records of arenas only the last is kept
# Origin: invented: a list cut when it is pushed to
# Engines: property fuzz
import copy, gc, sys, weakref

gc.collect()
