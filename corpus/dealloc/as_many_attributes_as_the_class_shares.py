# Thirty attribute names still fit the table that all instances share: their order is that of the class.
# Rule: 2.2 release order: attributes go in class key order, up to thirty names.
# Differs: 3.8, 3.9, 3.10: attributes die in the order in which this instance got them.
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
proto.a4 = 0
proto.a5 = 0
proto.a6 = 0
proto.a7 = 0
proto.a8 = 0
proto.a9 = 0
proto.a10 = 0
proto.a11 = 0
proto.a12 = 0
proto.a13 = 0
proto.a14 = 0
proto.a15 = 0
proto.a16 = 0
proto.a17 = 0
proto.a18 = 0
proto.a19 = 0
proto.a20 = 0
proto.a21 = 0
proto.a22 = 0
proto.a23 = 0
proto.a24 = 0
proto.a25 = 0
proto.a26 = 0
proto.a27 = 0
proto.a28 = 0
proto.a29 = 0
wide = Wide()
made = pin(29)
wide.a29 = made
made = pin(28)
wide.a28 = made
made = pin(1)
wide.a1 = made
del made
del wide
print('done')
