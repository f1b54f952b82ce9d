# A finalizer appends another object to a list before it is gone: only the friend stays.
# Rule: 2.3 finalizers are ordinary code; what they store lives on.
import copy, gc, sys, weakref

class Friend:
    def __del__(self):
        print('friend dies')
class Hero:
    def __del__(self):
        friend = self.friend
        safe.append(friend)
        print('hero dies')

safe = []
hero = Hero()
hero.friend = Friend()
hero = None
print(len(safe))
safe.clear()
