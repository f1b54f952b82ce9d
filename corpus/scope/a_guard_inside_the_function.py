# Caught where it was raised, an exception leaves the frame's locals alone until the return.
# Rule: 1.5 scope exit: locals are dropped when the frame ends.
import copy, gc, sys, weakref

class Net:
    def __del__(self):
        print('net is taken down')

def jump():
    net = Net()
    try: print(height)
    except Exception as error: print(type(error).__name__)
    print('landed', type(net).__name__)

jump()
print('show is over')
