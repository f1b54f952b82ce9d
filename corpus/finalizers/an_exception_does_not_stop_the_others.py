# When one item's finalizer raises, the items after it are finalized all the same.
# Rule: 2.3 exceptions of finalizers are unraisable; 2.2 the release goes on.
import copy, gc, sys, weakref

class Good:
    def __del__(self):
        print('good')
class Bad:
    def __del__(self):
        print('bad')
        self.x = undefined_name

row = [Good(), Bad(), Good(), Bad()]
del row
print('end')
