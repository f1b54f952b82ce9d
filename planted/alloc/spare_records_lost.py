# Bug: of the spare records of arenas only the last is kept
# Origin: invented: a list cut when it is pushed to
# Engines: property fuzz
# geometry: odd
import copy, gc, sys, weakref

a = None
for _ in range(28): a = [a]
