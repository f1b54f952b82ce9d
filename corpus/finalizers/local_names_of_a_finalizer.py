# The locals of a finalizer are dropped when it ends, before the attributes of the dying instance go.
# Rule: 1.5 scope exit; 2.2 the finalizer is over before any owned reference is released.
import copy, gc, sys, weakref

class Part:
    def __del__(self):
        print('part', self.name)
class Machine:
    def __del__(self):
        spare = Part()
        spare.name = 'spare'
        wheel = self.wheel
        print('machine stops')

machine = Machine()
wheel = Part()
wheel.name = 'wheel'
machine.wheel = wheel
del wheel
del machine
print('end')
