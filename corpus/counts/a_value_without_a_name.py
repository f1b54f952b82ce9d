# A list or instance made in the argument itself is only held by the call.
# Rule: 1.6 sys.getrefcount shows the true count plus one; a temporary has no other reference.
import copy, gc, sys, weakref

class Thing: pass

print(sys.getrefcount([]))
print(sys.getrefcount(Thing()))
print(sys.getrefcount({'k': []}))
