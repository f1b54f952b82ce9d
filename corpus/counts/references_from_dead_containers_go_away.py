# When a container dies, what it held loses exactly the references that came from it.
# Rule: 2.2 deallocation releases every owned reference.
import copy, gc, sys, weakref

page = []
book = [page, [page], (page,), {'p': page}]
print(sys.getrefcount(page))
del book
print(sys.getrefcount(page))
book = [[[page]]]
print(sys.getrefcount(page))
book = None
print(sys.getrefcount(page))
