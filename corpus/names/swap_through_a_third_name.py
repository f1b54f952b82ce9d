# Three bindings exchange two names; the objects stay where and what they are.
# Rule: 1.2 bindings: assignment moves references only.
import copy, gc, sys, weakref

left = ['salt']
right = ['pepper']
first = left
spare = left
left = right
right = spare
print(left, right, right is first, left is first)
