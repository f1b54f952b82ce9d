# Sets print in the order of their hash table: by the int modulo its size, collisions by who came first.
# Rule: 2.2 table order: sets have no order but that of their table.
import copy, gc, sys, weakref

one = 1
eight = 8
sixteen = 16
small = {eight, one, sixteen}
turned = {sixteen, one, eight}
print(small, turned, small == turned)
minus = -1
group = {minus, -2, one}
print(group)
forty = 40
many = {forty, 30, 20, 10, 0}
print(many, len(many))
