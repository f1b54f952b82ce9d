# append, clear, insert and attributes on kinds that lack them raise AttributeError.
# Rule: 1.1 objects: an object's kind decides what it can do.
import copy, gc, sys, weakref

pair = (1, 2)
word = 'text'
number = 5
group = {1}
try: pair.append(3)
except Exception as error: print(type(error).__name__)
try: word.clear()
except Exception as error: print(type(error).__name__)
try: group.insert(0, 2)
except Exception as error: print(type(error).__name__)
try: number.size = 1
except Exception as error: print(type(error).__name__)
try: x = word.size
except Exception as error: print(type(error).__name__)
try: x = len_of_nothing.size
except Exception as error: print(type(error).__name__)
try: print(len(number))
except Exception as error: print(type(error).__name__)
