# A function reads globals as they are at the time of the call, not as they were when it was defined.
# Rule: 1.2 bindings: a global is a slot of the module that every function shares.
import copy, gc, sys, weakref

def report():
    print(weather)

weather = 'rain'
report()
weather = 'sun'
report()
del weather
try: report()
except Exception as error: print(type(error).__name__)
