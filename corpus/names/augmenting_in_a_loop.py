# Repeating += rebinds a number again and again; a list is extended in place under all its names.
# Rule: 1.3 augmented assignment calls the in-place method where the type has one.
import copy, gc, sys, weakref

total = 0
start = total
for _ in range(5): total += 3
print(start, total)
log = []
also_log = log
for _ in range(3): log += ['tick']
print(also_log, log is also_log)
