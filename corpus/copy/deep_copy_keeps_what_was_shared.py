# One list in two places stays one list in two places, but another one.
# Rule: 1.4 deepcopy: a memo maps each original to its one copy, so sharing is preserved.
import copy, gc, sys, weakref

wheel = ['spoke']
cart = [wheel, wheel, [wheel]]
other = copy.deepcopy(cart)
a = other[0]
b = other[1]
c = other[2]
d = c[0]
print(a is b, b is d, a is wheel)
a.append('hub')
print(other, cart)
