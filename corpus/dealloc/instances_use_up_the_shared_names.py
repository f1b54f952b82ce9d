# Thirty instances made before any attribute leave room for one shared name; the next name gives an instance a dict.
# Rule: 2.2 attribute drop order: a class shares at most 30 names, and each instance made takes one away.
import copy, gc, sys, weakref

class Tree: pass

forest = []
for _ in range(30): forest.append(Tree())
early = forest[0]
early.root = 1
print(len(gc.get_referents(early)))
early.crown = 2
print(len(gc.get_referents(early)))
late = forest[1]
late.root = 3
print(len(gc.get_referents(late)))
