# Nodes with links both ways are one big cycle: only a collection frees them, all in one go.
# Rule: 4.3 a collection reclaims what cannot be reached from outside.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Node: pass

def push(head):
    node = Node()
    node.next = head
    head.previous = node
    return node

gc.disable()
gc.collect()
head = Node()
w = weakref.ref(head)
for _ in range(9): head = push(head)
print(gc.collect(), w() is None)
head = None
print(gc.collect(), w() is None)
