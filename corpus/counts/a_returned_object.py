# What a function returns carries its reference over to the caller's name; nothing of the frame remains.
# Rule: 1.5 the return value is safe before the frame's slots are dropped.
import copy, gc, sys, weakref

def build():
    part = []
    whole = [part, part]
    return whole

def same(thing):
    return thing

house = build()
part = house[0]
print(sys.getrefcount(house), sys.getrefcount(part))
again = same(house)
print(sys.getrefcount(house))
same(house)
print(sys.getrefcount(house))
