# A list or text raises IndexError beyond its ends, a dict KeyError for an absent key.
# Rule: 1.2 bindings: reading or deleting an empty slot raises, and nothing changes.
import copy, gc, sys, weakref

row = [1, 2]
table = {'k': 1}
try: x = row[2]
except Exception as error: print(type(error).__name__)
try: del row[-3]
except Exception as error: print(type(error).__name__)
try: row[5] = 0
except Exception as error: print(type(error).__name__)
try: x = table['m']
except Exception as error: print(type(error).__name__)
try: del table[0]
except Exception as error: print(type(error).__name__)
try: x = row['k']
except Exception as error: print(type(error).__name__)
print(row, table)
