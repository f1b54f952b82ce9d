# Names live in frames, objects on the heap: a list made in a call outlives the names that made it.
# Rule: 1.5 scope exit drops references; objects live as long as any reference is left.
import copy, gc, sys, weakref

class Person: pass

def make_person(name):
    person = Person()
    person.name = name
    return person

def rename(person, name):
    person.name = name
    person = None

ann = make_person('Ann')
friend = ann
rename(friend, 'Anna')
print(ann.name, friend is ann, sys.getrefcount(ann))
