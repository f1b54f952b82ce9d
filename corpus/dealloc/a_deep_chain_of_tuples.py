# A chain of seventy tuples is deferred beyond fifty levels like one of lists.
# Rule: 2.5 trashcan: tuples take part in it.
# Differs: 3.13: the limit is the remaining stack, so that nothing is deferred.
import copy, gc, sys, weakref

class Link:
    def __del__(self):
        depth = self.depth
        order.append(depth)

def add(rest):
    global depth
    link = Link()
    depth += -1
    link.depth = depth
    longer = (link, rest)
    return longer

order = []
depth = 70
chain = ()
for _ in range(70): chain = add(chain)
del chain
print(order)
