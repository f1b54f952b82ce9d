# A chain of thirty thousand lists, tuples or dicts is freed without overflowing any stack.
# Rule: 2.5 trashcan: recursion is bounded however deep the structure is.
import copy, gc, sys, weakref

class End:
    def __del__(self):
        print('reached the end')

chain = [End()]
for _ in range(30000): chain = [chain]
del chain
chain = (End(),)
for _ in range(30000): chain = (chain, 1)
chain = None
chain = {'k': End()}
for _ in range(30000): chain = {'k': chain}
chain = None
print('done')
