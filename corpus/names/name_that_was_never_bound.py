# A name without a binding raises NameError wherever it stands: on the right, in a display, as an argument.
# Rule: 1.2 bindings: reading an empty slot raises before anything of the statement takes effect.
import copy, gc, sys, weakref

def show(thing):
    print('showing')

row = [1, 2]
try: row = missing
except Exception as error: print(type(error).__name__)
try: row = [row, missing]
except Exception as error: print(type(error).__name__)
try: show(missing)
except Exception as error: print(type(error).__name__)
try: missing += 1
except Exception as error: print(type(error).__name__)
print(row)
