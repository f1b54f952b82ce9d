# What a deep copy made before it failed lives until its exception is handled.
# Rule: 1.5 an exception keeps the frames that it left, those of Lib/copy.py too, which hold the memo with every copy.
import copy, gc, sys, weakref

class C0:
    def __del__(self):
        print('del', self.a)

a = None
for _ in range(600): a = [a]
b = C0()
b.a = 1
a = [b, a]
try: b = copy.deepcopy(a)
except Exception as error: print(type(error).__name__)
print('handled')
a = None
print('unbound')
b = None
