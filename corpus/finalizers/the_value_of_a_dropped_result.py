# An object that nobody binds is finalized before the statement that made it is over.
# Rule: 1.5 temporaries die at the end of their expression; 2.1 death is immediate.
import copy, gc, sys, weakref

class Echo:
    def __del__(self):
        print('echo fades')

def shout():
    echo = Echo()
    return echo

shout()
print('silence')
echo = shout()
print('echo', type(echo).__name__)
for _ in range(2): shout()
del echo
