# Automatic collections take the middle generation too when its own threshold is passed, not the oldest.
# Rule: 4.5 the oldest generation whose count exceeds its threshold is collected.
import copy, gc, sys, weakref

class Ring: pass

def ring():
    made = Ring()
    made.me = made
    return made

gc.disable()
old = ring()
o = weakref.ref(old)
gc.collect()
middle = ring()
m = weakref.ref(middle)
gc.collect(0)
del old
del middle
gc.set_threshold(50, 5, 1000)
gc.enable()
keep = []
for _ in range(200): keep.append({1})
print(m() is None, o() is None)
for _ in range(400): keep.append({1})
print(m() is None, o() is None)
