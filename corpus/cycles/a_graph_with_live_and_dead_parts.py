# Seven lists with many links: a collection frees exactly those that no name reaches.
# Rule: 4.3 what is reachable from outside lives, everything else goes.
import copy, gc, sys, weakref

class Mark: pass

def node():
    mark = Mark()
    made = [mark]
    return made

gc.disable()
gc.collect()
a = node()
b = node()
c = node()
d = node()
e = node()
f = node()
a.append(b)
b.append(a)
b.append(c)
d.append(c)
d.append(e)
e.append(d)
f.append(f)
f.append(e)
c.append(c)
m = c[0]
wc = weakref.ref(m)
m = e[0]
we = weakref.ref(m)
m = f[0]
wf = weakref.ref(m)
del m
del b
del c
del d
del e
del f
print(gc.collect(), wc() is None, we() is None, wf() is None)
a.clear()
print(gc.collect(), wc() is None, sys.getrefcount(a))
