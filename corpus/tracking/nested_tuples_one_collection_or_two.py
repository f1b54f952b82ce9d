# Tuples are looked at once, in the order of the list: inner before outer takes one collection.
# Rule: 4.2 a tuple is untracked when every item is an atom or an untracked tuple at that moment.
import copy, gc, sys, weakref

gc.disable()
gc.collect()
n = 3
inner = (n, n)
outer = (inner, 'x')
third = (outer, inner)
gc.collect(0)
print(gc.is_tracked(inner), gc.is_tracked(outer), gc.is_tracked(third))
box = [0]
flat = (n, n, box)
nest = (flat, n)
gc.collect(0)
print(gc.is_tracked(flat), gc.is_tracked(nest))
