# Deleting an attribute that an instance lacks still lets the name join those that its class's instances share; with no room
# left for another, the instance gets a dict.
# Rule: 2.2 attribute drop order: a class shares at most 30 names, less one for each instance made.
# Differs: 3.8, 3.9, 3.10, 3.13: attributes lie in a dict anyway, or such a deletion makes none.
import copy, gc, sys, weakref

class Drawer: pass

chest = []
for _ in range(28): chest.append(Drawer())
top = chest[0]
top.a = 1
top.b = 2
print(len(gc.get_referents(top)))
try: del top.c
except Exception as error: print(type(error).__name__)
print(len(gc.get_referents(top)))
