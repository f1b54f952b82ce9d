# A local object that a function leaves in a global list survives the function, under no name at all.
# Rule: 1.5 scope exit drops the frame's reference only; other references keep the object.
import copy, gc, sys, weakref

class Coat:
    def __del__(self):
        print('coat is worn out')

def hang_up():
    coat = Coat()
    hooks.append(coat)

hooks = []
hang_up()
hang_up()
print(len(hooks))
coat = hooks.pop()
coat = None
print(len(hooks))
hooks.clear()
print('bare')
