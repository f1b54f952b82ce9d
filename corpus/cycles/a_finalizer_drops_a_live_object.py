# A finalizer of garbage may end a live object elsewhere: it dies by counting and is not counted as collected.
# Rule: 4.3 only members of the garbage that are cleared are counted.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Live:
    def __del__(self):
        print('live one dies')
class Dropper:
    def __del__(self):
        print('dropper')
        box.clear()

gc.disable()
gc.collect()
box = {'k': Live()}
dropper = Dropper()
dropper.me = dropper
del dropper
print(gc.collect(), len(box))
