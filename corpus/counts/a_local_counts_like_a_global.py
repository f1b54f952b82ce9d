# A local name is one reference, as a global name is, and it ends with the call.
# Rule: 1.6 sys.getrefcount shows the true count plus one; 1.5 locals are dropped at return.
import copy, gc, sys, weakref

def borrow():
    mine = shelf
    print(sys.getrefcount(mine))
    also = mine
    print(sys.getrefcount(mine))

def make():
    fresh = []
    print(sys.getrefcount(fresh))

shelf = []
borrow()
make()
print(sys.getrefcount(shelf))
