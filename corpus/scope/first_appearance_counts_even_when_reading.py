# A local that is read before it is bound has its slot from that first place in the text.
# Rule: 1.5 scope exit: other locals are dropped in order of first appearance in the code.
import copy, gc, sys, weakref

class Flag:
    def __del__(self):
        print('down', self.colour)

def paint(colour):
    flag = Flag()
    flag.colour = colour
    return flag

def parade():
    try: print(second)
    except Exception as error: print(type(error).__name__)
    first = paint('red')
    second = paint('green')

parade()
print('over')
