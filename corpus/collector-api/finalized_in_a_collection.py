# An instance that a collection finalized and that saved itself carries the mark; its part without one does not.
# Rule: 2.3 the mark is set on the collector's way too, also for members that others saved.
# Differs: 3.8: gc.is_finalized came with 3.9.
import copy, gc, sys, weakref

class Actor:
    def __del__(self):
        stage.append(self)
class Prop: pass

gc.disable()
gc.collect()
stage = []
hamlet = Actor()
skull = Prop()
hamlet.hand = skull
skull.holder = hamlet
del hamlet
del skull
gc.collect()
hamlet = stage.pop()
skull = hamlet.hand
print(gc.is_finalized(hamlet), gc.is_finalized(skull))
