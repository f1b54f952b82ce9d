# A ring made inside a finalizer is not part of the running collection, but of the next one.
# Rule: 4.4 new objects made during a collection go to generation 0.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Litterer:
    def __del__(self):
        paper = []
        paper.append(paper)

gc.disable()
gc.collect()
walker = Litterer()
walker.me = walker
del walker
print(gc.collect(), gc.collect(), gc.collect())
