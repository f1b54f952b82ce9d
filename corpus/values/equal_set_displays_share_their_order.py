# Two displays of the same three constants are one constant: the second set has the order of the first.
# Rule: 1.1 constants: equal constants of one text are merged, those that sets are made from too.
# Differs: 3.8: set displays are not folded, so each has the order of its own text.
import copy, gc, sys, weakref

first = {8, 1, 16}
second = {16, 1, 8}
print(first, second, first is second)
first.clear()
print(first, second)
