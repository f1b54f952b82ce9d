# Without a guard, the first exception ends the program; the steps before it have happened.
# Rule: 1.2 bindings: reading an unbound global raises NameError.
import copy, gc, sys, weakref

steps = ['boil', 'pour']
print(steps)
del steps
print(steps)
print('never printed')
