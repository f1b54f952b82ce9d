# Inside containers texts are quoted, one-item tuples have a comma, and sets of small ints print by hash.
# Rule: 1.1 objects: what a print of a value shows.
import copy, gc, sys, weakref

row = ['it', "it's", 'say "hi"', 'back\\slash']
print(row)
pair = (1,)
empty = ()
print(pair, empty)
table = {'k': None, 2: (True, 1.5), 'n': {}}
print(table)
group = {3, 1, 2}
print(group)
print('plain', "it's")
