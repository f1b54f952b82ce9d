# Death by counting runs the finalizer first, then clears weak references and calls back, then drops parts.
# Rule: 2.2 the steps of a deallocation.
import copy, gc, sys, weakref

class Yolk:
    def __del__(self):
        print('yolk, shell reads as dead', w() is None)
class Shell:
    def __del__(self):
        print('finalizer, shell reads as dead', w() is None)

def note(ref):
    print('callback, shell reads as dead', w() is None)

shell = Shell()
shell.yolk = Yolk()
w = weakref.ref(shell, note)
del shell
