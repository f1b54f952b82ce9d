# += raises TypeError on dicts, sets, None and instances; the name stays bound to what it was.
# Rule: 1.3 augmented assignment stores only after the operation succeeded.
import copy, gc, sys, weakref

class Plain: pass

table = {}
group = {1}
blank = None
thing = Plain()
row = [1]
try: table += {'k': 1}
except Exception as error: print(type(error).__name__)
try: group += {2}
except Exception as error: print(type(error).__name__)
try: blank += 1
except Exception as error: print(type(error).__name__)
try: thing += 1
except Exception as error: print(type(error).__name__)
try: row += 1
except Exception as error: print(type(error).__name__)
print(table, group, blank, type(thing).__name__, row)
