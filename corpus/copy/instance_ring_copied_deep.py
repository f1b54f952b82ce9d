# A deep copy of one of two instances that know each other makes a second pair that know each other.
# Rule: 1.4 deepcopy: sharing and cycles are preserved through instances.
import copy, gc, sys, weakref

class Dancer: pass

ann = Dancer()
bob = Dancer()
ann.partner = bob
bob.partner = ann
ann.name = 'ann'
bob.name = 'bob'
zoe = copy.deepcopy(ann)
yan = zoe.partner
back = yan.partner
print(zoe is ann, yan is bob, back is zoe)
zoe.name = 'zoe'
print(ann.name, yan.name, back.name)
