# Storing under a key and deleting a key update the dict first; the finalizer sees the new dict.
# Rule: 1.2 store rule: the container is updated before the old value is dropped.
import copy, gc, sys, weakref

class Entry:
    def __del__(self):
        print('struck out, ledger is', ledger)

ledger = {'rent': Entry(), 'food': 30}
ledger['rent'] = 500
ledger['fuel'] = Entry()
del ledger['fuel']
print(ledger)
