# A weak reference hashes like its referent; a dead one that was never hashed cannot be an element.
# Rule: 3.2 hash: that of the referent, kept once computed.
import copy, gc, sys, weakref

class Coin: pass

coin = Coin()
w = weakref.ref(coin)
bag = {w}
print(len(bag))
coin = Coin()
v = weakref.ref(coin)
del coin
print(w() is None, v() is None)
bag = {w}
print(len(bag))
try: bag = {v}
except Exception as error: print(type(error).__name__)
