# A deep copy of a list nested too deep raises RecursionError; what was copied so far dies, the original stays.
# Rule: 1.4 deepcopy; each level of a list takes two calls.
import copy, gc, sys, weakref

deep = None
for _ in range(600): deep = [deep]
try: twin = copy.deepcopy(deep)
except Exception as error: print(type(error).__name__)
try: print(twin)
except Exception as error: print(type(error).__name__)
print(len(deep))
