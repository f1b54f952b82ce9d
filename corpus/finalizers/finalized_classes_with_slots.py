# Instances with slots, or with none at all, also carry the mark that their finalizer has run.
# Rule: 2.3 at most once holds for instances of every class.
# Differs: 3.8: gc.is_finalized came with 3.9.
import copy, gc, sys, weakref

class Slotted:
    __slots__ = ('name',)
    def __del__(self):
        saved.append(self)
        print('slotted', self.name)
class Bare:
    __slots__ = ()
    def __del__(self):
        saved.append(self)
        print('bare')

saved = []
thing = Slotted()
thing.name = 'n'
thing = Bare()
thing = None
for _ in range(2): thing = saved.pop()
print(type(thing).__name__, gc.is_finalized(thing))
thing = None
print(len(saved))
