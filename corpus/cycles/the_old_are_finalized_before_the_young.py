# A full collection finalizes garbage of generation 2 first, then generation 0, then generation 1.
# Rule: 4.4 younger generations are appended to the oldest, youngest first.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Citizen:
    def __del__(self):
        print('buried', self.age)

gc.disable()
gc.collect()
old = Citizen()
old.age = 'old'
old.me = old
gc.collect()
middle = Citizen()
middle.age = 'middle'
middle.me = middle
gc.collect(0)
young = Citizen()
young.age = 'young'
young.me = young
del young
del middle
del old
print(gc.collect())
