# An object that only an argument or a display holds dies before the next statement begins.
# Rule: 1.5 scope exit: temporaries die at the end of their expression.
import copy, gc, sys, weakref

class Spark:
    def __del__(self):
        print('spark dies')

def look(thing):
    print('looking')

print(type(Spark()).__name__)
print(len([Spark(), Spark()]))
look(Spark())
look([Spark()])
print('dark')
