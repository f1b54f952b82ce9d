# Deleting an attribute that an instance lacks gives it its __dict__ where its class has no room left for the name: each instance
# made uses up one place of thirty, down to the last one, which `a` takes here.
# Rule: 2.2 an instance keeps its attributes inside it until its __dict__ is needed.
import copy, gc, sys, weakref

class C0: pass

x = [C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0()]
y = [C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0(), C0()]
z = C0()
z.a = [z]
print(len(gc.get_referents(z)))
try: del z.b
except Exception as error: print(type(error).__name__)
print(len(gc.get_referents(z)))
del z
gc.collect()
print(len(x))
