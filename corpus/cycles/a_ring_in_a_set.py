# An instance that holds a set in which it sits is a cycle through a hash table.
# Rule: 4.3 a collection reclaims what cannot be reached from outside, through any container.
# Differs: 3.8, 3.9, 3.10: the attributes are a dict of their own, which is counted too.
import copy, gc, sys, weakref

class Member:
    def __del__(self):
        club = self.club
        print('member leaves a club of', len(club))

gc.disable()
gc.collect()
member = Member()
club = {member}
member.club = club
w = weakref.ref(club)
del club
print(gc.collect(), w() is None)
del member
print(gc.collect(), w() is None)
