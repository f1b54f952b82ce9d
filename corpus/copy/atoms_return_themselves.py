# Numbers, texts, bools and None are not copied at all, shallow or deep, even inside a copied list.
# Rule: 1.4 copy: immutables return themselves.
import copy, gc, sys, weakref

thousand = 999
thousand += 1
half = 0.25
half += 0.25
name = 'sea'
name += 'gull'
row = [thousand, half, name, None, True]
twin = copy.deepcopy(row)
a = twin[0]
b = twin[1]
c = twin[2]
print(a is thousand, b is half, c is name, twin == row)
d = copy.copy(half)
e = copy.deepcopy(name)
print(d is half, e is name)
