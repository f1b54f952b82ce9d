# Dropping the first of three links finalizes them one after the other, each before the one it holds.
# Rule: 2.2 finalizer first, then the release of what the object owns.
import copy, gc, sys, weakref

class Domino:
    def __del__(self):
        print('falls', self.n)

third = Domino()
third.n = 3
second = Domino()
second.n = 2
second.next = third
first = Domino()
first.n = 1
first.next = second
del third
del second
print('push')
del first
