# `del` in a function unbinds the local for the rest of the call, even where a global has the same name.
# Rule: 1.2 bindings: a deleted local raises UnboundLocalError; the global is not looked up instead.
import copy, gc, sys, weakref

def forget(item):
    print(item)
    del item
    print(item)

item = 'the global one'
try: forget('the local one')
except Exception as error: print(type(error).__name__)
print(item)
