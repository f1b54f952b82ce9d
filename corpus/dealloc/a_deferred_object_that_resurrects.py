# An instance at the end of a deep chain saves itself when its turn comes, after the chain above is gone.
# Rule: 2.5 trashcan: a deferred object is finalized when it is taken up again; 2.3 resurrection.
# Differs: 3.13: the limit is the remaining stack, so that nothing is deferred.
import copy, gc, sys, weakref

class Anchor:
    def __del__(self):
        global saved
        saved = self
        print('anchor is saved')
class Deck:
    def __del__(self):
        print('deck goes')

saved = None
anchor = Anchor()
anchor.rope = ['long']
chain = anchor
del anchor
for _ in range(70): chain = [chain]
ship = [Deck(), chain]
del chain
del ship
print(saved.rope, sys.getrefcount(saved))
