# += on numbers and texts makes a new object: an alias keeps the old value.
# Rule: 1.3 augmented assignment on immutables rebinds.
import copy, gc, sys, weakref

height = 170
before = height
height += 2.5
print(height, before)
greeting = 'good'
short = greeting
greeting += ' morning'
print(greeting, short, greeting is short)
