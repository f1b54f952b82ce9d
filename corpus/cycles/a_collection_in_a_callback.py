# A callback of an ordinary death may collect; what the dying object still holds is not taken yet.
# Rule: 3.3 callbacks run before the attributes go; 4.4 a collection only refuses to start inside another.
import copy, gc, sys, weakref

class Lever: pass

def pull(ref):
    print('collected', gc.collect())

gc.disable()
gc.collect()
loop = []
loop.append(loop)
dust = []
dust.append(dust)
lever = Lever()
lever.loop = loop
w = weakref.ref(lever, pull)
del loop
del dust
del lever
print('afterwards', gc.collect())
