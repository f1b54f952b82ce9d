# Storing into, deleting from and popping a list update it first; the finalizer sees the new list.
# Rule: 1.2 store rule: the container is updated before the old item is dropped.
import copy, gc, sys, weakref

class Chess:
    def __del__(self):
        print('taken, board is', board)

board = [Chess(), 1, 2]
board[0] = 'pawn'
board.append(Chess())
del board[3]
board.append(Chess())
piece = board.pop()
piece = None
print(board)
