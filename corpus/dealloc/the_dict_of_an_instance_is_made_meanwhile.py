# The allocation of an instance's dict may run a finalizer that asks for the same dict: there is one all the same. (A collection
# at the allocation comes from the comment below, which an interpreter does not read.)
# Rule: 4.5 an allocation may run a collection first; S1 the dict takes over what the instance held itself.
# zeal: collect at every allocation
import copy, gc, sys, weakref

class Crowd: pass

class Nosy:
    def __del__(self):
        x = copy.copy(last)

crowd = []
for _ in range(30): crowd.append(Crowd())
last = Crowd()
last.a = 1
nosy = Nosy()
nosy.me = nosy
del nosy
last.b = 2
print(last.a, last.b)
twin = copy.copy(last)
print(twin.a, twin.b)
