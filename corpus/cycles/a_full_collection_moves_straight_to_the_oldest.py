# After a full collection every survivor is in generation 2, also one made just before it.
# Rule: 4.4 a collection merges all younger generations first.
import copy, gc, sys, weakref

class Student: pass

gc.disable()
young = Student()
middle = Student()
gc.collect(0)
young = Student()
print(young in gc.get_objects(0), middle in gc.get_objects(1))
gc.collect()
print(young in gc.get_objects(2), middle in gc.get_objects(2))
young = Student()
gc.collect(1)
print(young in gc.get_objects(2))
