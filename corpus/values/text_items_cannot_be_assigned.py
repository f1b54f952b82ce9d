# Texts are read by index like lists, but refuse stores and deletions.
# Rule: 1.1 objects: texts are immutable.
import copy, gc, sys, weakref

word = 'cat'
middle = word[1]
print(middle, word[-1], len(word))
try: word[0] = 'h'
except Exception as error: print(type(error).__name__)
try: del word[0]
except Exception as error: print(type(error).__name__)
try: letter = word[3]
except Exception as error: print(type(error).__name__)
print(word)
