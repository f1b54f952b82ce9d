# In its finalizer an instance has every attribute and may change or delete them.
# Rule: 2.4 on the way by counting, a finalizer finds the attributes intact.
import copy, gc, sys, weakref

class Coin:
    def __del__(self):
        print('spent')
class Purse:
    def __del__(self):
        print(self.owner)
        del self.coin
        self.owner = 'nobody'
        print(self.owner)
        print('purse closes')

purse = Purse()
purse.owner = 'ann'
purse.coin = Coin()
del purse
print('end')
