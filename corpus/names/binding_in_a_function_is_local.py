# Binding a name in a function makes a local; the global of the same name stays as it was.
# Rule: 1.2 bindings: locals are slots of the frame.
import copy, gc, sys, weakref

def repaint():
    colour = 'blue'
    print(colour)

colour = 'red'
repaint()
print(colour)
