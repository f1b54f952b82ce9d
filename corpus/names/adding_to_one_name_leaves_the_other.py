# x += 1 on a number makes a new number and rebinds x alone; the second name keeps the old one.
# Rule: 1.3 augmented assignment stores its result back; an int has no in-place addition.
import copy, gc, sys, weakref

x = 10
y = x
print(x is y)
x += 1
print(x, y, x is y)
