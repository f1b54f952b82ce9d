# The ints from -5 to 256 exist once, as neighbours 32 bytes apart: ten numbers further are 320 bytes.
# Rule: 1.1 objects: small ints are shared singletons, kept in one table.
import copy, gc, sys, weakref

print(id(20) - id(10))
print(id(256) - id(255))
print(id(-5) - id(0))
ten = 10
print(id(20) - id(ten), id(ten) == id(10))
