# An attribute called __del__ on the instance is ignored: finalizers belong to the class.
# Rule: 2.3 the finalizer is looked up on the type.
import copy, gc, sys, weakref

class Plain: pass
class Real:
    def __del__(self):
        print('finalizer of the class')

plain = Plain()
plain.__del__ = 5
print(plain.__del__)
del plain
real = Real()
real.__del__ = None
del real
print('end')
