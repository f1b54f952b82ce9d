# The operands of an operation that fails are dropped, the left one first, before the exception goes on its way.
# Rule: 1.2 operands live until their operation is complete.
import copy, gc, sys, weakref

class Left:
    def __del__(self):
        print('left')

class Right:
    def __del__(self):
        global side
        print('right')
        side = None

side = Left()
try: side += Right()
except Exception as error: print(type(error).__name__)
print(side)
