# Adding two lists makes a list with one more reference to each item; extending one does the same in place.
# Rule: 2.6 invariant R1: every element of every container counts.
import copy, gc, sys, weakref

seed = []
left = [seed]
right = [seed]
print(sys.getrefcount(seed))
both = left + right
print(sys.getrefcount(seed))
left += right
left.extend((seed,))
print(sys.getrefcount(seed), len(left))
del both
print(sys.getrefcount(seed))
