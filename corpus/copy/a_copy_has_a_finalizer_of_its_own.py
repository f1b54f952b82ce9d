# Original and copies are finalized one by one, each when its own last reference goes.
# Rule: 1.4 copy makes a new object; 2.3 each object's finalizer runs once.
import copy, gc, sys, weakref

class Sheet:
    def __del__(self):
        print('shredded', self.text)

first = Sheet()
first.text = 'original'
second = copy.copy(first)
second.text = 'photocopy'
third = copy.deepcopy(second)
del second
del first
print(third.text)
del third
