# An automatic collection finalizes garbage and calls back just like one that is asked for.
# Rule: 4.5 automatic collection; 4.4 callbacks before finalizers.
import copy, gc, sys, weakref

class Tide:
    def __del__(self):
        log.append('finalizer')

def note(ref):
    log.append('callback')

gc.collect()
gc.set_threshold(100, 10, 10)
log = []
tide = Tide()
tide.me = tide
w = weakref.ref(tide, note)
del tide
keep = []
for _ in range(500): keep.append({1})
print(log, w() is None)
