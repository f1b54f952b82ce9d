# With a threshold of one the collector runs all the time; the program still prints what it would print.
# Rule: 4.3 a collection never takes what can be reached.
import copy, gc, sys, weakref

class Pair: pass

def pair(left, right):
    made = Pair()
    made.left = left
    made.right = [right, made]
    return made

gc.set_threshold(1, 1, 1)
tree = pair(1, 2)
for _ in range(20): tree = pair(tree, [tree])
right = tree.right
child = right[0]
inner = child[0]
left = tree.left
print(inner is left, len(right), len(child))
twin = copy.deepcopy(tree)
print(twin is tree, type(twin).__name__)
gc.set_threshold(700, 10, 10)
