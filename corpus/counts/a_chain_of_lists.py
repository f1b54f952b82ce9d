# In a chain each list is held once, by the next; only the end of the chain has a name.
# Rule: 2.6 invariant R1: the count is the number of references, not of owners further up.
import copy, gc, sys, weakref

first = []
chain = first
for _ in range(10): chain = [chain]
print(sys.getrefcount(first), sys.getrefcount(chain))
second = chain[0]
print(sys.getrefcount(second))
del chain
print(sys.getrefcount(second), sys.getrefcount(first))
del second
print(sys.getrefcount(first))
