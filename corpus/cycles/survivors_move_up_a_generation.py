# A new object is in generation 0; surviving a collection of its generation moves it one up.
# Rule: 4.4 survivors of a collection are merged into the next older generation.
import copy, gc, sys, weakref

class Pupil: pass

gc.disable()
pupil = Pupil()
print(pupil in gc.get_objects(0))
gc.collect(0)
print(pupil in gc.get_objects(0), pupil in gc.get_objects(1))
gc.collect(0)
print(pupil in gc.get_objects(1))
gc.collect(1)
print(pupil in gc.get_objects(1), pupil in gc.get_objects(2))
gc.collect()
print(pupil in gc.get_objects(2))
