# += on a list extends the list that all its names share, whatever sequence stands on the right.
# Rule: 1.3 augmented assignment: a list returns itself, so aliases see the change.
import copy, gc, sys, weakref

queue = [1]
line = queue
queue += [2]
queue += (3, 4)
queue += 'ab'
queue += {'k': 5}
print(line, queue is line)
