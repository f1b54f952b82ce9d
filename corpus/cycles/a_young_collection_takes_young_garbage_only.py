# Three rings in three generations: each collection takes its own and the younger ones.
# Rule: 4.3 a collection of generation g looks at generations 0 to g.
import copy, gc, sys, weakref

def ring():
    made = [{1}]
    made.append(made)
    return made

gc.disable()
gc.collect()
old = ring()
gc.collect()
middle = ring()
gc.collect(0)
young = ring()
del old
del middle
del young
print(gc.collect(0), gc.collect(1), gc.collect(2))
