# The snippet of every tutorial: a function appends to its parameter, then rebinds it.
# Rule: 1.2 bindings: arguments are references; mutation is seen by the caller, rebinding is not.
import copy, gc, sys, weakref

def change(values):
    values.append(4)
    values = [9, 9, 9]
    values.append(10)
    return values

numbers = [1, 2, 3]
result = change(numbers)
print(numbers, result)
