# The counterpart: a number in a function cannot be changed for the caller, only returned.
# Rule: 1.3 augmented assignment on immutables rebinds the local name.
import copy, gc, sys, weakref

def increment(n):
    n += 1
    print('inside', n)
    return n

count = 10
increment(count)
print('outside', count)
count = increment(count)
print('returned', count)
