# Lists, dicts and sets cannot be elements of a set; a tuple can if all its items can.
# Rule: 1.1 objects: only immutable values and instances hash.
import copy, gc, sys, weakref

row = [1]
try: group = {row}
except Exception as error: print(type(error).__name__)
pair = (1, 2)
group = {pair, (1, 2)}
print(len(group), group)
pair = (1, row)
try: group = {pair}
except Exception as error: print(type(error).__name__)
print(len(group))
