# A count goes up with each name and container, and down with del, None and pop.
# Rule: 1.6 sys.getrefcount shows the true count plus one.
import copy, gc, sys, weakref

data = ['payload']
print(sys.getrefcount(data))
second = data
third = [data]
fourth = {'key': data}
print(sys.getrefcount(data))
second = None
print(sys.getrefcount(data))
popped = third.pop()
print(sys.getrefcount(data))
del popped
del fourth['key']
print(sys.getrefcount(data))
