# pop on a set takes the elements in the order of the hash table, until it raises KeyError.
# Rule: 2.2 table order: sets have no order but that of their table.
import copy, gc, sys, weakref

numbers = {12, 5, 9}
a = numbers.pop()
b = numbers.pop()
print(a, b, numbers)
c = numbers.pop()
print(c, len(numbers))
try: c = numbers.pop()
except Exception as error: print(type(error).__name__)
