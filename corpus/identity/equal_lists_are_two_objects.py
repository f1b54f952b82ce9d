# Each evaluation of a display makes a new list, dict or set; equality looks inside, identity does not.
# Rule: 1.1 objects: every mutable object made is a new one.
import copy, gc, sys, weakref

def fresh():
    made = [1, 2]
    return made

a = fresh()
b = fresh()
print(a == b, a is b)
print([] is [], {} is {}, {1} is {1})
a = b
print(a is b, id(a) == id(b))
