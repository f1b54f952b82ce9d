# A dict display keeps the first place and the last value of a repeated key; a set keeps one of equal elements.
# Rule: 1.2 bindings: storing under an existing key replaces the value only.
import copy, gc, sys, weakref

table = {'a': 1, 'b': 2, 'a': 3}
print(table, len(table))
table['b'] = 4
del table['a']
table['a'] = 5
print(table)
group = {1, 2, 1}
print(len(group), group)
