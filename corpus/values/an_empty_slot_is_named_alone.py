# Deleting an attribute that is not there raises AttributeError; for an empty slot the message is its name alone.
# Rule: 1.2 deleting an unbound attribute.
import copy, gc, sys, weakref

class Open: pass

class Narrow:
    __slots__ = ('a',)

wide = Open()
try: del wide.a
except Exception as error: print(type(error).__name__)
narrow = Narrow()
narrow.a = 1
del narrow.a
del narrow.a
