# A ring that one name still reaches survives whole, with everything that hangs on it.
# Rule: 4.3 what is reachable from outside the examined set lives.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
a = ['a']
b = ['b', a]
c = ['c', b]
a.append(c)
tail = ['tail']
b.append(tail)
del a
del b
del tail
print(gc.collect())
b = c[1]
tail = b[2]
print(tail)
c = tail
del b
print(gc.collect(), tail)
