# x = x + [..] makes a new list, x += [..] does not: only the second one shows through an alias.
# Rule: 1.3 augmented assignment against plain addition.
import copy, gc, sys, weakref

queue = ['ann']
line = queue
queue = queue + ['bob']
print(queue, line, queue is line)
line += ['cid']
print(queue, line)
