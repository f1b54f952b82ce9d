# The locals of a function that raised live through the handler and die when it is finished.
# Rule: 1.5 scope exit: an active exception's traceback keeps its frames alive.
import copy, gc, sys, weakref

class Tool:
    def __del__(self):
        print('put away', self.name)

def work():
    tool = Tool()
    tool.name = 'saw'
    board = []
    piece = board[3]
    print('never')

try: work()
except Exception as error: print(type(error).__name__)
print('go home')
