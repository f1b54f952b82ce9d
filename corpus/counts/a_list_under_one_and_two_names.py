# A fresh list under one name has one reference, and one more while it is the argument of getrefcount.
# Rule: 1.6 sys.getrefcount shows the true count plus one.
import copy, gc, sys, weakref

a = []
print(sys.getrefcount(a))
b = a
print(sys.getrefcount(a), sys.getrefcount(b))
del b
print(sys.getrefcount(a))
a = 5
b = []
print(sys.getrefcount(b))
