# Copies of dicts and sets are new containers that grow on their own; values of a shallow copy are shared.
# Rule: 1.4 copy: mutable containers are always new objects.
import copy, gc, sys, weakref

stock = {'nails': [10], 'screws': 5}
shallow = copy.copy(stock)
deep = copy.deepcopy(stock)
nails = stock['nails']
nails.append(20)
stock['glue'] = 1
print(stock)
print(shallow)
print(deep)
odd = {1, 3}
same = copy.copy(odd)
odd.clear()
print(len(odd), same, len(same))
