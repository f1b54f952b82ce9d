# Beyond thirty attributes an instance keeps its own dict, and drops its attributes in insertion order.
# Rule: 2.2 release order: a private attribute dict goes in insertion order.
import copy, gc, sys, weakref

class Wide: pass
class Pin:
    def __del__(self):
        print('pin', self.n)

def pin(n):
    made = Pin()
    made.n = n
    return made

proto = Wide()
proto.a1 = 0
proto.a2 = 0
proto.a3 = 0
wide = Wide()
made = pin(3)
wide.a3 = made
made = pin(1)
wide.a1 = made
del made
wide.b1 = 1
wide.b2 = 2
wide.b3 = 3
wide.b4 = 4
wide.b5 = 5
wide.b6 = 6
wide.b7 = 7
wide.b8 = 8
wide.b9 = 9
wide.b10 = 10
wide.b11 = 11
wide.b12 = 12
wide.b13 = 13
wide.b14 = 14
wide.b15 = 15
wide.b16 = 16
wide.b17 = 17
wide.b18 = 18
wide.b19 = 19
wide.b20 = 20
wide.b21 = 21
wide.b22 = 22
wide.b23 = 23
wide.b24 = 24
wide.b25 = 25
wide.b26 = 26
wide.b27 = 27
wide.b28 = 28
wide.b29 = 29
wide.b30 = 30
made = pin(2)
wide.a2 = made
del made
del wide
print('done')
