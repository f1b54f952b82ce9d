# A finalizer may store self in a list; the instance then lives on with all its attributes.
# Rule: 2.3 resurrection: any new reference that survives the finalizer keeps the object.
import copy, gc, sys, weakref

class Zombie:
    def __del__(self):
        graveyard.append(self)

graveyard = []
zombie = Zombie()
zombie.name = 'bert'
zombie.arms = [1, 2]
del zombie
print(len(graveyard))
zombie = graveyard.pop()
print(zombie.name, zombie.arms, sys.getrefcount(zombie))
del zombie
print(len(graveyard))
