# A deep copy of a list keeps the same weak reference, which still refers to the original object.
# Rule: 1.4 deepcopy: weak references copy as themselves.
import copy, gc, sys, weakref

class House: pass

house = House()
address = weakref.ref(house)
book = [address, house]
twin = copy.deepcopy(book)
a = twin[0]
h = twin[1]
x = a()
print(a is address, h is house, x is house, x is h)
again = copy.copy(address)
print(again is address)
