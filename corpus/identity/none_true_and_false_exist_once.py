# However None, True and False come about, there is one of each.
# Rule: 1.1 objects: None, True and False are singletons.
import copy, gc, sys, weakref

def nothing():
    pass

a = nothing()
b = None
box = [None, True, False]
c = box[0]
print(a is b, b is c)
yes = True
also = box[1]
no = box[2]
print(yes is also, yes is no, no)
duplicate = copy.deepcopy(box)
d = duplicate[0]
print(d is a)
