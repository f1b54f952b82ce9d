# Containers of all kinds, more than the first arena holds where arenas are small: what they hold is counted all the same.
# Rule: 1.3 containers hold a reference for each of their items.
# geometry: tiny
import copy, gc, sys, weakref

class C0: pass

a = C0()
x = [[a], [a], [a], [a], [a], [a], [a], [a], [a], [a]]
y = [(a, x), (a, x), (a, x), (a, x), (a, x), (a, x)]
z = [{'k': a}, {'k': a}, {'k': a}, {a}, {a}, {a}]
print(sys.getrefcount(a), sys.getrefcount(x))
x.append(x)
del x
y.clear()
gc.collect()
print(sys.getrefcount(a))
del z
print(sys.getrefcount(a))
