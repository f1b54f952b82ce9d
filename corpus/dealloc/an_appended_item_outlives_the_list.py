# Whoever calls append holds the item a little longer than the list: if that goes with the call, its other items die first. (The
# collection that unbinds the list comes from the comment below, which an interpreter does not read.)
# Rule: 1.2 the operands of a call are dropped in their order, the list before its argument.
# zeal: collect at the 5th allocation
import copy, gc, sys, weakref

class Last:
    def __del__(self):
        global a
        a = 0

a = Last()
a.a = a
a = [[]]
for _ in range(2): a.append(Last())
print('done')
