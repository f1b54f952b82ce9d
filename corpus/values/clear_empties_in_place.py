# clear empties the one list, dict or set that all names share.
# Rule: 1.2 bindings: clear changes the object, not the names.
import copy, gc, sys, weakref

row = [1, 2]
table = {'a': row}
group = {3}
same = row
row.clear()
print(same, table, row is same)
table.clear()
group.clear()
print(table, len(group))
