# `del` on a parameter drops the caller's temporary there and then, but not an object with another name.
# Rule: 1.5 scope exit: positional arguments are moved into the callee's slots.
# Differs: 3.8, 3.9, 3.10: the caller's stack holds the argument until the call ends.
import copy, gc, sys, weakref

class Letter:
    def __del__(self):
        print('burnt')

def burn(letter):
    del letter
    print('fire is out')

burn(Letter())
note = Letter()
burn(note)
print('note is still here')
del note
