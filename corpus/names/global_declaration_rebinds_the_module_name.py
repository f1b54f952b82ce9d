# `global` lets a function rebind a name of the module, and create one that was not there.
# Rule: 1.2 bindings: a declared global is stored in the module's slot.
import copy, gc, sys, weakref

def step_up():
    global level
    global record
    level += 1
    record = level

level = 3
step_up()
step_up()
print(level, record)
