# All frames between the raise and the guard are kept, and dropped together after the handler, innermost first.
# Rule: 1.5 scope exit: a traceback holds each frame that the exception passed through, and the next part first.
import copy, gc, sys, weakref

class Floor:
    def __del__(self):
        print('leave floor', self.number)

def enter(number):
    floor = Floor()
    floor.number = number
    return floor

def third():
    here = enter(3)
    del nothing_here

def second():
    here = enter(2)
    third()

def first():
    here = enter(1)
    second()

try: first()
except Exception as error: print(type(error).__name__)
print('outside')
