# A finalizer that runs because a name is rebound already sees the new value under that name.
# Rule: 1.2 store rule: store the new reference, then drop the old one.
import copy, gc, sys, weakref

class King:
    def __del__(self):
        print('the king is dead:', self.name, 'on the throne:', type(throne).__name__)
class Queen: pass

throne = King()
throne.name = 'Henry'
throne = Queen()
throne = King()
throne.name = 'Edward'
throne = None
