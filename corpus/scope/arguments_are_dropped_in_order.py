# Objects that only the call holds die at its end in the order of the parameters.
# Rule: 1.5 scope exit: slot order, arguments first.
# Differs: 3.8, 3.9, 3.10: the caller's stack holds the arguments too, and drops the last one first.
import copy, gc, sys, weakref

class Fish:
    def __del__(self):
        print('fish swims off')
class Crab:
    def __del__(self):
        print('crab walks off')

def basket(one, two):
    print('caught', type(one).__name__, type(two).__name__)

basket(Fish(), Crab())
basket(Crab(), Fish())
print('beach is empty')
