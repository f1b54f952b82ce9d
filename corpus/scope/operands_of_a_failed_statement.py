# Temporaries of a statement that raises die before the handler runs, the last one made first.
# Rule: 1.5 temporaries live on the evaluation stack, which is emptied from the top.
import copy, gc, sys, weakref

class Egg:
    def __del__(self):
        print('egg breaks')
class Jar:
    def __del__(self):
        print('jar breaks')

def mix(one, two, three):
    print('never')

try: box = [Egg(), Jar(), missing]
except Exception as error: print(type(error).__name__)
try: mix(Egg(), Jar(), missing)
except Exception as error: print(type(error).__name__)
try: missing['k'] = Egg()
except Exception as error: print(type(error).__name__)
full = (1,)
try: full[0] = Jar()
except Exception as error: print(type(error).__name__)
