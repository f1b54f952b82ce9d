# An instance held by nothing but a set dies with the set, or when the set is cleared.
# Rule: 2.2 release order: a set drops its elements in table order.
import copy, gc, sys, weakref

class Bird:
    def __del__(self):
        print('flies off')

cage = {Bird()}
print(len(cage))
cage.clear()
print(len(cage))
cage = {Bird(), 1, 2}
cage = None
print('open')
