# Two local lists that hold each other are not freed at return: only the collector finds them.
# Rule: 1.5 scope exit drops the frame's references; 2.1 a count that is not zero keeps the object.
import copy, gc, sys, weakref

class Witness: pass

def tangle():
    global seen
    a = [Witness()]
    b = [a]
    a.append(b)
    witness = a[0]
    seen = weakref.ref(witness)

gc.disable()
gc.collect()
tangle()
print(seen() is None)
print(gc.collect())
print(seen() is None)
