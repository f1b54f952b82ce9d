# Identity before and after: appending keeps a list the same object, adding makes a tuple another one.
# Rule: 1.1 objects: identity is fixed for life; 1.3 immutables are replaced.
import copy, gc, sys, weakref

row = [1, 2]
before = row
row.append(3)
row += [4]
print(row is before, id(row) == id(before))
point = (1, 2)
before = point
point += (3,)
print(point is before, id(point) == id(before), before)
