# If one direction is weak, there is no cycle: both parts die by counting.
# Rule: 3.1 a weak reference owns no reference to its referent.
import copy, gc, sys, weakref

class Parent:
    def __del__(self):
        print('parent dies')
class Child:
    def __del__(self):
        up = self.up
        parent = up()
        print('child dies, parent:', parent)

gc.disable()
gc.collect()
parent = Parent()
child = Child()
parent.child = child
up = weakref.ref(parent)
child.up = up
del child
del up
del parent
print(gc.collect())
