# A finalizer that runs because of `del` finds the name unbound already.
# Rule: 1.2 store rule: empty the slot, then drop the old reference.
import copy, gc, sys, weakref

class Ghost:
    def __del__(self):
        try: print(ghost)
        except Exception as error: print(type(error).__name__)

ghost = Ghost()
del ghost
print('morning')
