# A tuple in a list that is in the tuple: the tuple dies when the list is cleared, and both are counted.
# Rule: 4.4 a tuple is not cleared itself, it dies when another member of its cycle is.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
shelf = []
pair = (shelf, 1)
shelf.append(pair)
del shelf
del pair
print(gc.collect())
