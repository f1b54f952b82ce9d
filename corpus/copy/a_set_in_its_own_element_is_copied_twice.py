# A set is copied after its elements; if one of them leads back to it, the set is copied once more on the way.
# Rule: 1.4 deepcopy keeps sharing and cycles; a set is rebuilt from a list of copies.
import copy, gc, sys, weakref

class Member: pass

member = Member()
club = {member}
member.club = club
guest = Member()
guest.club = club
twin = copy.deepcopy(guest)
outer = twin.club
inner_member = outer.pop()
inner = inner_member.club
print(len(outer), len(inner), outer is inner)
