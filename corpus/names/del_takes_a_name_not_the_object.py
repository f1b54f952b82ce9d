# `del` removes one of two names; the object lives on under the other one and dies with it.
# Rule: 1.2 bindings: `del` empties a slot; 2.1 an object dies when its count reaches zero.
import copy, gc, sys, weakref

class Lamp:
    def __del__(self):
        print('lamp goes out')

desk = Lamp()
corner = desk
del desk
print('still lit', type(corner).__name__)
del corner
print('dark')
