# Sixty dicts inside each other, each with an instance stored after its inner dict.
# Rule: 2.5 trashcan: dicts take part in it; 2.2 release order: insertion order.
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
    longer = {'rest': rest, 'link': link}
    return longer

order = []
depth = 60
chain = None
for _ in range(60): chain = add(chain)
del chain
print(order)
