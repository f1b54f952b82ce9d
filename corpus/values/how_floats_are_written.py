# A float prints the shortest digits that read back as it: point for usual sizes, exponent for others.
# Rule: 1.1 objects: a float's value is a 64-bit number; addition rounds.
import copy, gc, sys, weakref

tenth = 0.1
fifth = 0.2
total = tenth + fifth
print(total, total == 0.3)
print(100000.0, 1234567890123456.0, 1e+16, 1.2345678901234568e+17)
print(0.0001, 1e-05, 1.2345e-05)
print(-0.0, 2.5, 3.0)
