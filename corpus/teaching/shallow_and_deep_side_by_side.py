# One nested list, three ways to a second name: assignment, shallow copy, deep copy.
# Rule: 1.4 copy and deepcopy.
import copy, gc, sys, weakref

original = [[1, 2], 'tail']
alias = original
shallow = copy.copy(original)
deep = copy.deepcopy(original)
inner = original[0]
inner[0] = 100
original[1] = 'changed'
print(original)
print(alias)
print(shallow)
print(deep)
