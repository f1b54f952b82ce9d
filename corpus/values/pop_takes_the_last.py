# pop on a list returns its last item; an empty list, a tuple and a dict without a key refuse.
# Rule: 1.2 bindings: the list is updated before the item is handed over.
import copy, gc, sys, weakref

stack = ['a', 'b', 'c']
x = stack.pop()
y = stack.pop()
print(x, y, stack)
x = stack.pop()
try: x = stack.pop()
except Exception as error: print(type(error).__name__)
print(x, len(stack))
pair = (1, 2)
try: x = pair.pop()
except Exception as error: print(type(error).__name__)
table = {'k': 1}
try: x = table.pop()
except Exception as error: print(type(error).__name__)
group = {5}
x = group.pop()
print(x, len(group), table)
