# The part that is put off goes down fifty levels from its top in turn, and puts off the rest again.
# Rule: 2.5 trashcan: deferred objects enter at nesting one, and may defer others.
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
    longer = [link, rest]
    return longer

order = []
depth = 110
chain = None
for _ in range(110): chain = add(chain)
del chain
print(order)
