# Handing an object through several calls makes and drops references, but it dies only with its last name.
# Rule: 1.5 scope exit: parameters are references like any other.
import copy, gc, sys, weakref

class Baton:
    def __del__(self):
        print('baton falls')

def last(baton):
    return baton

def middle(baton):
    received = last(baton)
    return received

def race():
    baton = Baton()
    returned = middle(baton)
    print(returned is baton)
    baton = None
    print('still held')

race()
print('finish')
