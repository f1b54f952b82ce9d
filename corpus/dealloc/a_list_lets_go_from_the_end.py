# When a list dies, its items are dropped from the last to the first.
# Rule: 2.2 release order: list and tuple items go last to first.
import copy, gc, sys, weakref

class Car:
    def __del__(self):
        print('uncoupled', self.number)

def build(number):
    car = Car()
    car.number = number
    return car

train = [None, None, None]
made = build(1)
train[0] = made
made = build(2)
train[1] = made
made = build(3)
train[2] = made
del made
del train
print('empty track')
