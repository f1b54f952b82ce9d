# A finalizer may call functions, pass itself to them, and take back what they return.
# Rule: 2.3 finalizers are ordinary code; references that end before it ends do not resurrect.
import copy, gc, sys, weakref

class Tenant:
    def __del__(self):
        bill = settle(self)
        print('paid', bill)

def settle(tenant):
    kept = [tenant, tenant]
    rent = tenant.rent
    return rent

tenant = Tenant()
tenant.rent = 750
handle = weakref.ref(tenant)
del tenant
print(handle() is None)
