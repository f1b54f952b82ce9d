# Lists and tuples compare item by item, dicts and sets without regard to order.
# Rule: 1.1 objects: `==` on containers compares contents.
import copy, gc, sys, weakref

print([1, [2]] == [1, [2]], [1, 2] == [2, 1])
print({'a': 1, 'b': 2} == {'b': 2, 'a': 1}, {'a': 1} == {'a': 2})
print({1, 2} == {2, 1}, {1} == {1, 2})
print([1] == (1,), [] == [[]])
