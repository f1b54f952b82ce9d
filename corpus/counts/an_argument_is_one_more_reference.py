# While a call runs, its parameter is one more reference; when it returns, that one is gone.
# Rule: 1.5 arguments are moved into the callee's slots.
# Differs: 3.8, 3.9, 3.10: the caller's stack holds the argument as well until the call ends.
import copy, gc, sys, weakref

def measure(thing):
    print(sys.getrefcount(thing))

def pass_on(thing):
    measure(thing)

cup = []
print(sys.getrefcount(cup))
measure(cup)
pass_on(cup)
measure([])
print(sys.getrefcount(cup))
