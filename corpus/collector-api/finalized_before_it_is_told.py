# A finalizer that counting runs finds its own mark not yet set; one that a collection runs finds it set.
# Rule: 2.2 by counting the mark is set after the finalizer, 4.4 by the collector before it.
# Differs: 3.8: gc.is_finalized came with 3.9.
import copy, gc, sys, weakref

class Self:
    def __del__(self):
        print(self.way, gc.is_finalized(self))

gc.disable()
gc.collect()
thing = Self()
thing.way = 'by counting'
del thing
thing = Self()
thing.way = 'by collection'
thing.me = thing
del thing
gc.collect()
