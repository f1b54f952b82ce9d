# An item of a set display of constants is the object that the same literal is elsewhere in the text.
# Rule: 1.1 equal constants of a text are one object, those inside a folded frozenset too (Python/compile.c, merge_consts_recursive).
import copy, gc, sys, weakref

a = []
a.extend({0, 300, 1})
b = 300
c = a.pop()
print(c, c is b)
c = a.pop()
print(c, c is b)
c = a.pop()
print(c, c is b)
