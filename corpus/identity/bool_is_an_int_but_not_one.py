# True equals 1 and adds like 1, but is another object; the sum of two bools is an int.
# Rule: 1.1 objects: identity is not equality.
import copy, gc, sys, weakref

yes = True
one = 1
print(yes == one, yes is one)
two = yes + yes
print(two, type(two).__name__, type(yes).__name__)
no = False
zero = no + no
print(zero, zero == no, zero is no)
