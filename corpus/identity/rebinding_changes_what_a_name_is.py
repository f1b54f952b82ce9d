# Identity belongs to objects, not names: after rebinding, the name is another object, which may be an old one.
# Rule: 1.1 objects: identity is fixed for an object's life.
import copy, gc, sys, weakref

first = ['one']
second = ['two']
current = first
print(current is first, current is second)
current = second
print(current is first, current is second)
current = first
print(current is first, id(current) - id(first))
