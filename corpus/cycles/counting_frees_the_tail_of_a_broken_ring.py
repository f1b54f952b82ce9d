# A ring that is opened by hand dies by counting at once, link after link, without the collector.
# Rule: 2.1 death is immediate when the count reaches zero.
import copy, gc, sys, weakref

class Link:
    def __del__(self):
        print('link', self.n)

gc.disable()
gc.collect()
a = Link()
a.n = 1
b = Link()
b.n = 2
c = Link()
c.n = 3
a.next = b
b.next = c
c.next = a
del a
del b
print('ring has one name')
del c.next
print('opened')
del c
print(gc.collect())
