# Sets can be weakly referenced, although lists and dicts cannot.
# Rule: 3.1 which kinds can be weakly referenced.
import copy, gc, sys, weakref

def note(ref):
    print('set is gone')

primes = {2, 3, 5}
w = weakref.ref(primes, note)
same = w()
print(same, same is primes)
primes.clear()
print(w() is None)
del same
del primes
print(w() is None)
