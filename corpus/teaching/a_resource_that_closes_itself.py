# A file-like object closes in its finalizer: at the end of the function, also when that raises.
# Rule: 2.2 the finalizer runs when the last reference goes; 1.5 a traceback keeps it until handled.
import copy, gc, sys, weakref

class File:
    def __del__(self):
        print('close', self.name)

def open_file(name):
    file = File()
    file.name = name
    print('open', name)
    return file

def read():
    file = open_file('a.txt')
    print('read', file.name)

def fail():
    file = open_file('b.txt')
    line = file.missing_line

read()
try: fail()
except Exception as error: print(type(error).__name__)
print('end')
