# A finalizer that deletes the list's only name during a store cannot take the list away from the store.
# Rule: 1.2 store rule: the operands of a statement stay alive until it is complete.
import copy, gc, sys, weakref

class Bomb:
    def __del__(self):
        global crate
        del crate
        print('boom')
class Straw:
    def __del__(self):
        print('the crate is gone with its straw')

crate = [Bomb(), Straw()]
crate[0] = 'new'
try: print(crate)
except Exception as error: print(type(error).__name__)
