# A parameter is one more name for the caller's object: changes reach the caller, rebinding does not.
# Rule: 1.2 bindings: arguments are passed as references.
import copy, gc, sys, weakref

def fill(jar):
    jar.append('honey')

def replace(jar):
    jar = ['vinegar']
    print(jar)

pantry = []
fill(pantry)
replace(pantry)
print(pantry)
