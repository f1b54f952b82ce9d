# At return the arguments die first, in order, then the other locals by first appearance in the text.
# Rule: 1.5 scope exit: slot order is arguments, then other locals as they first appear.
import copy, gc, sys, weakref

class Guest:
    def __del__(self):
        print('leaves', self.name)

def invite(name):
    guest = Guest()
    guest.name = name
    return guest

def party(host, cook):
    late = invite('late')
    early = invite('early')
    late = invite('late again')
    host = invite('host')
    cook = invite('cook')
    print('everyone is here')

party(1, 2)
print('empty house')
