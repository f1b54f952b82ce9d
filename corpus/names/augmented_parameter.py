# += on a parameter changes the caller's list in place, but only rebinds the parameter for an int or a tuple.
# Rule: 1.3 augmented assignment: mutable values change, immutable ones are replaced.
import copy, gc, sys, weakref

def grow(thing, more):
    thing += more
    return thing

cards = [1, 2]
longer = grow(cards, [3])
print(cards, longer is cards)
pair = (1, 2)
longer = grow(pair, (3,))
print(pair, longer)
age = 41
older = grow(age, 1)
print(age, older)
