# A chain of sixty lists, each with an instance, dies in two runs: 48 to 0, then what was put off.
# Rule: 2.5 trashcan: beyond 50 nested deallocations the rest is deferred and run last in, first out.
# Differs: 3.13: the limit is the remaining stack, so that sixty levels are not deferred.
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
depth = 60
chain = None
for _ in range(60): chain = add(chain)
del chain
print(order)
