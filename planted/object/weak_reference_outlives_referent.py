# Bug: a death does not clear the weak references if the first has no callback
# Origin: invented after cython #2930: weak references cleared too late
# Engines: property fuzz explore sweep
import copy, gc, sys, weakref

a = weakref.ref({None})
