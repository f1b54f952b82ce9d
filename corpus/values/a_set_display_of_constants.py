# Three or more constants in a set display are folded when the text is compiled, which changes their order.
# Rule: 1.1 constants: the display is made from a constant frozenset, in the order of its table.
# Differs: 3.8: set displays are not folded.
import copy, gc, sys, weakref

forty = 40
folded = {40, 30, 20, 10, 0}
built = {forty, 30, 20, 10, 0}
print(folded)
print(built)
print(folded == built)
