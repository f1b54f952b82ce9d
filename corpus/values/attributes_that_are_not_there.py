# An instance raises AttributeError for an attribute it lacks; a class with slots refuses other names.
# Rule: 1.2 bindings: attributes are slots; deleting or reading an empty one raises.
import copy, gc, sys, weakref

class Open: pass
class Strict:
    __slots__ = ('width',)

o = Open()
s = Strict()
try: print(o.width)
except Exception as error: print(type(error).__name__)
o.width = 3
del o.width
try: del o.width
except Exception as error: print(type(error).__name__)
try: print(s.width)
except Exception as error: print(type(error).__name__)
s.width = 4
print(s.width)
try: s.height = 5
except Exception as error: print(type(error).__name__)
