# A float prints the shortest digits that read back as it: point for usual sizes, exponent for others.
# Rule: 1.1 objects: a float's value is a 64-bit number; addition rounds.
import copy, gc, sys, weakref

tenth = 0.1
fifth = 0.2
total = tenth + fifth
print(total, total == 0.3)
print(100000.0, 1234567890123456.0, 10000000000000000.0, 123456789012345680.0)
print(0.0001, 0.00001, 0.000012345)
print(-0.0, 2.50, 3.0)
