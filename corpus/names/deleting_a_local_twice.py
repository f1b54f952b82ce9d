# A second `del` of a local raises, and so does augmenting a local that was never bound.
# Rule: 1.2 bindings: deleting or reading an empty local slot is an UnboundLocalError.
import copy, gc, sys, weakref

def twice():
    seat = 4
    del seat
    try: del seat
    except Exception as error: print(type(error).__name__)

def count_up():
    visits += 1

visits = 7
twice()
try: count_up()
except Exception as error: print(type(error).__name__)
print(visits)
