# New objects made in a finalizer live and die like any others, also those of a class with a finalizer.
# Rule: 2.3 finalizers are ordinary code.
import copy, gc, sys, weakref

class Spark:
    def __del__(self):
        print('spark out')
class Fire:
    def __del__(self):
        spark = Spark()
        print('fire out')
        embers.append(Spark())

embers = []
fire = Fire()
del fire
print(len(embers))
embers.clear()
print('cold')
