# A callback may bind globals, make objects and drop others; it is ordinary code.
# Rule: 3.3 callbacks run at the moment of death, between two steps of the program that caused it.
import copy, gc, sys, weakref

class Guard: pass
class Door:
    def __del__(self):
        print('door breaks')

def alarm(ref):
    global door
    global log
    log += ['alarm']
    del door
    print('callback ends')

log = []
door = Door()
guard = Guard()
w = weakref.ref(guard, alarm)
guard = Guard()
print(log, w() is None)
try: print(door)
except Exception as error: print(type(error).__name__)
