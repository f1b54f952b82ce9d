# Numbers, texts, tuples, lists, dicts, None and weak references themselves raise TypeError.
# Rule: 3.1 which kinds can be weakly referenced.
import copy, gc, sys, weakref

class Sparse:
    __slots__ = ('a',)

row = []
thing = Sparse()
try: w = weakref.ref(5)
except Exception as error: print(type(error).__name__)
try: w = weakref.ref('text')
except Exception as error: print(type(error).__name__)
try: w = weakref.ref((1, 2))
except Exception as error: print(type(error).__name__)
try: w = weakref.ref(row)
except Exception as error: print(type(error).__name__)
try: w = weakref.ref({})
except Exception as error: print(type(error).__name__)
try: w = weakref.ref(None)
except Exception as error: print(type(error).__name__)
try: w = weakref.ref(thing)
except Exception as error: print(type(error).__name__)
group = {1}
r = weakref.ref(group)
try: w = weakref.ref(r)
except Exception as error: print(type(error).__name__)
print(r() is None)
