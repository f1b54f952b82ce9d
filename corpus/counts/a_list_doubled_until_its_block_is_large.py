# A list that is doubled again and again moves to memory of its own, and counts each item as often as it holds it.
# Rule: 1.3 containers hold a reference for each of their items.
import copy, gc, sys, weakref

class C0: pass

a = C0()
x = [a, a, a, a, a, a, a, a, a, a]
for _ in range(6): x.extend(x)
print(len(x), sys.getrefcount(a))
x.append(a)
print(len(x), sys.getrefcount(a))
y = copy.copy(x)
print(sys.getrefcount(a))
x.clear()
del y
print(sys.getrefcount(a))
