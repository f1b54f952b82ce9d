# All arguments are evaluated before anything is printed, so one unbound name silences the whole line.
# Rule: 1.2 bindings: reading an empty slot raises before the statement takes effect.
import copy, gc, sys, weakref

found = 'found'
try: print(found, missing)
except Exception as error: print(type(error).__name__)
row = [1]
try: print(found, row[0], row[1])
except Exception as error: print(type(error).__name__)
print(found, row)
