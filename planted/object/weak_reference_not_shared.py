# Bug: each weak reference without a callback is a new one
# Origin: invented: reuse forgotten
# Engines: property fuzz explore
import copy, gc, sys, weakref

a = {0}
b = weakref.ref(a)
c = weakref.ref(a)
