# A module-level list used as every call's starting value grows from call to call; a fresh one does not.
# Rule: 1.2 bindings: each call gets a reference to the same list.
import copy, gc, sys, weakref

def remember(item):
    memory.append(item)
    print(memory)

def note(item):
    fresh = []
    fresh.append(item)
    print(fresh)

memory = []
remember('a')
remember('b')
note('a')
note('b')
