# When a tuple dies, its items are dropped from the last to the first.
# Rule: 2.2 release order: list and tuple items go last to first.
import copy, gc, sys, weakref

class Book:
    def __del__(self):
        print('sold', self.volume)

first = Book()
first.volume = 1
second = Book()
second.volume = 2
third = Book()
third.volume = 3
series = (first, second, third)
del first
del second
del third
print('all on the shelf', len(series))
del series
