# A sum that lands between -5 and 256 is the one shared int; outside that range it is a fresh object.
# Rule: 1.1 objects: small ints are singletons, other ints made at run time are new.
import copy, gc, sys, weakref

one = 1
low = 255
high = 256
a = low + one
print(a is high)
a = high + one
b = high + one
print(a == b, a is b)
minus = -1
low = -4
a = low + minus
b = low + minus
print(a, a is b)
low = -5
a = low + minus
b = low + minus
print(a, a is b)
