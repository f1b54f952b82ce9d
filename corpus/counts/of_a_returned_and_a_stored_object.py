# An object made in a call, stored in a global list and returned too has both references afterwards.
# Rule: 2.6 invariant R1: the count is the number of strong references.
import copy, gc, sys, weakref

def make():
    made = ['made']
    store.append(made)
    return made

store = []
make()
kept = store[0]
print(sys.getrefcount(kept))
other = make()
print(sys.getrefcount(other), sys.getrefcount(kept), len(store))
store.clear()
print(sys.getrefcount(other), sys.getrefcount(kept))
