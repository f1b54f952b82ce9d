# A list, dict or tuple that contains itself prints as dots where it comes round again.
# Rule: 1.1 objects: references may form cycles.
import copy, gc, sys, weakref

row = [1]
row.append(row)
print(row, len(row))
table = {'name': 'ring'}
table['self'] = table
print(table)
hub = []
pair = (hub, 2)
hub.append(pair)
print(pair, hub)
