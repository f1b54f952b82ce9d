# A tuple plus the empty tuple, or a text plus the empty text, is the very same object; a list is copied.
# Rule: 1.1 objects: "copying" an immutable returns it; a list always makes a new one.
import copy, gc, sys, weakref

inner = []
trip = (inner, 'home')
none = ()
a = trip + none
b = none + trip
print(a is trip, b is trip)
word = 'harbour'
blank = ''
a = word + blank
b = blank + word
print(a is word, b is word)
row = [1]
empty = []
a = row + empty
print(a == row, a is row)
