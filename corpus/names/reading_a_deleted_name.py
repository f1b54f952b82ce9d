# After `del` a global name is unbound: reading it raises NameError, binding it again heals it.
# Rule: 1.2 bindings: a name is a slot that can be empty.
import copy, gc, sys, weakref

price = 12
del price
try: print(price)
except Exception as error: print(type(error).__name__)
price = 15
print(price)
