# A member whose last reference another finalizer drops dies at once, with its own finalizer, uncounted.
# Rule: 4.3 objects that died by counting during finalizers are not counted.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Servant:
    def __del__(self):
        print('servant', self.name)
class Master:
    def __del__(self):
        print('master')
        del self.servant
        print('master is done')

gc.disable()
gc.collect()
master = Master()
master.me = master
servant = Servant()
servant.name = 's'
master.servant = servant
del servant
del master
print(gc.collect())
