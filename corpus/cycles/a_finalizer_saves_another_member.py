# A finalizer may save another member of the garbage than itself; what that one reaches lives too.
# Rule: 4.3 after finalizers the unreachable set is computed again.
# Differs: 3.8, 3.9, 3.10: attribute dicts are counted too, and in 3.8 nothing is freed beside a saved one.
import copy, gc, sys, weakref

class Nurse:
    def __del__(self):
        global saved
        saved = self.patient
class Patient: pass

gc.disable()
gc.collect()
saved = None
nurse = Nurse()
patient = Patient()
patient.bed = ['pillow']
nurse.patient = patient
nurse.me = nurse
del nurse
del patient
print(gc.collect())
print(type(saved).__name__, saved.bed)
