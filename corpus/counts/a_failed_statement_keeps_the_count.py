# A statement that raises gives back every reference that it took on the way.
# Rule: 2.6 invariant R1: between two statements only names and containers hold references.
import copy, gc, sys, weakref

def crash(thing):
    held = [thing, thing]
    x = held[9]

coin = []
try: purse = [coin, coin, missing]
except Exception as error: print(type(error).__name__)
print(sys.getrefcount(coin))
try: crash(coin)
except Exception as error: print(type(error).__name__)
print(sys.getrefcount(coin))
full = (1, 2)
try: full[0] = coin
except Exception as error: print(type(error).__name__)
print(sys.getrefcount(coin))
