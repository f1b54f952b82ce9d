# Children that know their parent make cycles; with weak references upwards the tree dies at once.
# Rule: 4.3 cycles need the collector; 3.1 weak references make none.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Strong: pass
class Weak:
    def __del__(self):
        print('freed', self.name)

gc.disable()
gc.collect()
root = Strong()
child = Strong()
root.child = child
child.parent = root
del root
del child
print('strong tree:', gc.collect())
root = Weak()
root.name = 'root'
child = Weak()
child.name = 'child'
root.child = child
up = weakref.ref(root)
child.parent = up
del child
del root
print('weak tree:', gc.collect())
