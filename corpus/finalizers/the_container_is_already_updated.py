# A finalizer reads the list it was removed from: it is not in it any more, and can add to it.
# Rule: 2.4 a finalizer finds the container it was removed from already updated.
import copy, gc, sys, weakref

class Member:
    def __del__(self):
        print('left, members', len(club))
        club.append('empty chair')

club = [Member(), Member()]
del club[0]
print(len(club))
club[0] = 'guest'
print(club)
