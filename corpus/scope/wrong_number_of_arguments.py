# A call with too few or too many arguments raises TypeError, and the arguments are dropped again.
# Rule: 1.5 arguments that never reached a frame are temporaries of the caller.
import copy, gc, sys, weakref

class Coin:
    def __del__(self):
        print('coin returned')

def pay(price, coin):
    print('paid')

try: pay(Coin())
except Exception as error: print(type(error).__name__)
try: pay(1, Coin(), 2)
except Exception as error: print(type(error).__name__)
pay(1, Coin())
