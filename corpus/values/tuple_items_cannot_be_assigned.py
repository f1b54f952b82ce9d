# A tuple refuses stores and deletions, but what it holds may change.
# Rule: 1.1 objects: tuples are immutable, their items need not be.
import copy, gc, sys, weakref

drawer = (['pen'], 7)
try: drawer[1] = 8
except Exception as error: print(type(error).__name__)
try: del drawer[0]
except Exception as error: print(type(error).__name__)
pens = drawer[0]
pens.append('ink')
print(drawer, len(drawer))
