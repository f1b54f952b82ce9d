# Containers of weak references do not keep the referents; the dead entries stay until they are removed.
# Rule: 3.1 a weak reference owns no reference to its referent.
import copy, gc, sys, weakref

class User: pass

ann = User()
bob = User()
a = weakref.ref(ann)
b = weakref.ref(bob)
users = {'ann': a, 'bob': b}
del ann
print(a() is None, b() is None, len(users))
x = users['bob']
y = x()
print(y is bob)
del users['ann']
print(len(users))
