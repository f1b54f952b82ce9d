# A name that a function binds anywhere is local everywhere in it, so an early read is an UnboundLocalError.
# Rule: 1.2 bindings: the text decides whether a name is local; an empty local slot raises.
import copy, gc, sys, weakref

def early():
    print(total)
    total = 1

total = 99
try: early()
except Exception as error: print(type(error).__name__)
print(total)
