# Lists and sets that only garbage holds are garbage too; texts, numbers and untracked dicts are not counted.
# Rule: 4.3 untracked objects are invisible: they are freed with the rest, but not counted.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
n = 5000
loop = [[], [], {1}, 'text', n, {}, {'k': 1}]
loop.append(loop)
del loop
print(gc.collect())
loop = [{'k': []}]
loop.append(loop)
del loop
print(gc.collect())
