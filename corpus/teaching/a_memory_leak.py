# Objects that a global list collects are never freed, however often the collector runs, until it is cleared.
# Rule: 4.3 what is reachable lives.
import copy, gc, sys, weakref

class Request: pass

def handle():
    request = Request()
    request.body = ['data']
    log.append(request)

gc.disable()
gc.collect()
log = []
for _ in range(100): handle()
first = log[0]
w = weakref.ref(first)
del first
print(len(log), gc.collect(), w() is None)
log.clear()
print(len(log), w() is None)
