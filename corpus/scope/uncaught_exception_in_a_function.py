# An exception that nobody guards ends the program from inside a call; what was printed before stays.
# Rule: 1.2 bindings: storing into a tuple raises TypeError.
import copy, gc, sys, weakref

def engrave(stone):
    print('chisel')
    stone[0] = 'x'
    print('never')

tablet = ('a', 'b')
engrave(tablet)
print('never')
