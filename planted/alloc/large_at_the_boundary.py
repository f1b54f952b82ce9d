# Bug: a request of exactly the largest size is served as a large one
# Origin: invented: < against <=
# Engines: property fuzz
import copy, gc, sys, weakref

a = []
for _ in range(53): a.append([])
