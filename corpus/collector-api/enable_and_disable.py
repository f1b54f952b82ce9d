# Disabling stops automatic collections only; a collection that is asked for runs all the same.
# Rule: 4.6 enable, disable, isenabled; 4.5 gc.collect always runs.
import copy, gc, sys, weakref

print(gc.isenabled())
gc.disable()
print(gc.isenabled())
gc.collect()
loop = []
loop.append(loop)
del loop
print(gc.collect(), gc.isenabled())
gc.enable()
gc.enable()
print(gc.isenabled())
