# A finalizer that makes a new list holding self keeps itself for this collection; the next one takes both.
# Rule: 4.4 objects made during a collection are not part of it; 2.3 the finalizer does not run again.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Spider:
    def __del__(self):
        print('spins')
        self.web = [self]

gc.disable()
gc.collect()
spider = Spider()
spider.me = spider
del spider
print(gc.collect(0))
print(gc.collect(0))
print(gc.collect())
print(gc.collect())
