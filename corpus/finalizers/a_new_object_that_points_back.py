# A finalizer that stores a new list holding self in self makes a cycle: the object waits for the collector.
# Rule: 2.3 resurrection by any new reference; 2.3 the finalizer does not run again.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Author:
    def __del__(self):
        print('writes memoirs')
        self.memoirs = [self]

gc.disable()
gc.collect()
author = Author()
handle = weakref.ref(author)
del author
print(handle() is None)
print(gc.collect(), handle() is None)
