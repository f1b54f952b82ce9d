# Equal literals of one program are one object, in functions too; 1000 computed at run time is another one.
# Rule: 1.1 objects: compile-time constants are shared, results of additions are not.
import copy, gc, sys, weakref

def thousand():
    result = 1000
    return result

a = 1000
b = 1000
c = thousand()
print(a is b, a is c)
one = 999
d = one + 1
print(d == a, d is a)
