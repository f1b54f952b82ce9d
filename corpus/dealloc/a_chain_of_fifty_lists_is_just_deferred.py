# With fifty lists the innermost level alone is put off: its instance dies last.
# Rule: 2.5 trashcan: an object that enters deallocation at nesting 50 is deferred.
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
depth = 50
chain = None
for _ in range(50): chain = add(chain)
chain = 0
print(order)
