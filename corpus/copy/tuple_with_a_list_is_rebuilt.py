# A deep copy rebuilds a tuple because of one list deep inside; tuples beside it come back as themselves.
# Rule: 1.4 deepcopy: a tuple is rebuilt only if some item's copy is a different object.
import copy, gc, sys, weakref

n = 7
plain = (n, n)
mixed = (plain, [n])
outer = (mixed, plain)
same = copy.copy(outer)
deep = copy.deepcopy(outer)
print(same is outer, deep is outer, deep == outer)
a = deep[0]
b = deep[1]
c = a[0]
print(a is mixed, b is plain, c is plain)
