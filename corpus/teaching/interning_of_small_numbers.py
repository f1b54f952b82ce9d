# 256 is 256, and 257 is not 257 once it has been computed: small ints are cached.
# Rule: 1.1 objects: ints from -5 to 256 are singletons.
import copy, gc, sys, weakref

a = 255
a += 1
b = 255
b += 1
print(a, b, a is b)
a += 1
b += 1
print(a, b, a == b, a is b)
