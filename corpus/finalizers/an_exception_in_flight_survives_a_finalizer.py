# A finalizer that raises and catches while another exception unwinds leaves that exception alone.
# Rule: 2.3 the exception state of the interrupted code is preserved.
import copy, gc, sys, weakref

class Noisy:
    def __del__(self):
        try: print(unknown)
        except Exception as error: print(type(error).__name__)

def lookup(noisy):
    noisy = None
    table = {}
    x = table['k']

def risky():
    lookup(Noisy())

try: risky()
except Exception as error: print(type(error).__name__)
try: lookup([Noisy()])
except Exception as error: print(type(error).__name__)
