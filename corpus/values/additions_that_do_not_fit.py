# Adding values of kinds that do not go together raises TypeError and leaves both alone.
# Rule: 1.3 addition: each kind adds only to its own, numbers among each other.
import copy, gc, sys, weakref

row = [1]
pair = (2,)
word = 'three'
table = {'k': 4}
try: x = row + pair
except Exception as error: print(type(error).__name__)
try: x = word + 1
except Exception as error: print(type(error).__name__)
try: x = table + table
except Exception as error: print(type(error).__name__)
try: x = {1} + {2}
except Exception as error: print(type(error).__name__)
try: x = None + row
except Exception as error: print(type(error).__name__)
print(row, pair, word, table)
