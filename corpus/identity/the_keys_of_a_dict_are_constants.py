# A key written in the text is a constant: iterating gives the very object that the same literal names elsewhere.
# Rule: 1.1 compile-time constants of one file are shared.
import copy, gc, sys, weakref

found = []
found.extend({257: 'x', 'two words': 'y'})
number = found[0]
words = found[1]
same = 257
other = 'two words'
print(number is same, words is other, found)
