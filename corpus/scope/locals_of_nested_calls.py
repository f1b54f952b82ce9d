# The callee's locals die when it returns, while those of its caller live on.
# Rule: 1.5 scope exit: each frame drops its own slots when it ends.
import copy, gc, sys, weakref

class Doll:
    def __del__(self):
        print('closed', self.size)

def inner():
    doll = Doll()
    doll.size = 'small'
    print('inside')

def outer():
    doll = Doll()
    doll.size = 'large'
    inner()
    print('between')

outer()
print('outside')
