# A shallow copy adds one reference to each child, a deep copy adds none; dropping the copy takes it back.
# Rule: 1.6 reference counts; 1.4 a shallow copy holds the same children.
import copy, gc, sys, weakref

child = ['small']
parent = [child, child]
print(sys.getrefcount(child))
twin = copy.copy(parent)
print(sys.getrefcount(child))
deep = copy.deepcopy(parent)
print(sys.getrefcount(child))
del twin
print(sys.getrefcount(child))
