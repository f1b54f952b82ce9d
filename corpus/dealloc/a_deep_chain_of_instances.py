# Sixty instances that hold each other by attribute: each is finalized on the way down, the last ones put off.
# Rule: 2.5 trashcan: an instance of a class takes one level of nesting.
# Differs: 3.8, 3.9, 3.10, 3.13: an instance takes two levels in 3.10 and before; in 3.13 nothing is put off.
import copy, gc, sys, weakref

class Charm: pass
class Link:
    def __del__(self):
        depth = self.depth
        order.append(depth)

def add(rest):
    global depth
    link = Link()
    depth += -1
    link.depth = depth
    link.charm = Link()
    link.rest = rest
    charm = link.charm
    charm.depth = 'c'
    return link

order = []
depth = 55
chain = None
for _ in range(55): chain = add(chain)
del chain
print(order)
