# The same character taken out of a text twice is one object; two texts of two characters are not.
# Rule: 1.1 objects: one-character texts are singletons, texts built at run time are new.
import copy, gc, sys, weakref

word = 'banana'
a = word[1]
b = word[3]
c = word[-1]
print(a is b, b is c)
double = a + b
again = a + b
print(double, double == again, double is again)
