# A list of nodes dies from its head on when the head's name goes; a node with another name stops it.
# Rule: 2.1 death is immediate and depth-first, and stops where other references are.
import copy, gc, sys, weakref

class Node:
    def __del__(self):
        print('freed', self.value)

def push(head, value):
    node = Node()
    node.value = value
    node.next = head
    return node

head = push(None, 1)
head = push(head, 2)
head = push(head, 3)
middle = head.next
head = None
print('tail is kept', middle.value)
middle = None
print('all gone')
