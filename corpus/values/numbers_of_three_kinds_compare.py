# 1, 1.0 and True are equal values of three kinds; a text is equal to no number.
# Rule: 1.1 objects: `==` compares values.
import copy, gc, sys, weakref

print(1 == 1.0, 1 == True, 0.0 == False)
print(1 == '1', None == False, [] == ())
print([1, 2.0] == [1.0, 2], (1,) == (True,))
print(0.0 == -0.0)
