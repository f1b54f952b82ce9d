# What a function returns lives on; everything else that it made dies at the return.
# Rule: 1.5 scope exit: the return value is safe before the frame's slots are dropped.
import copy, gc, sys, weakref

class Cup:
    def __del__(self):
        print('broken', self.name)

def pack():
    kept = Cup()
    kept.name = 'kept'
    lost = Cup()
    lost.name = 'lost'
    return kept

cup = pack()
print('have', cup.name)
pack()
print('result dropped')
del cup
