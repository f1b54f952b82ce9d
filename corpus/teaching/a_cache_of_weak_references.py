# A cache that holds its entries weakly lets them go when nobody else uses them.
# Rule: 3.1 a weak reference does not keep its referent; 3.3 the callback tells of its death.
import copy, gc, sys, weakref

class Image:
    def __del__(self):
        print('unload', self.file)

def load(file):
    image = Image()
    image.file = file
    return image

def forget(ref):
    cache.clear()
    print('cache is empty')

cache = {}
logo = load('logo.png')
entry = weakref.ref(logo, forget)
cache['logo'] = entry
again = entry()
print(again is logo, len(cache))
del again
del logo
print(len(cache), entry() is None)
