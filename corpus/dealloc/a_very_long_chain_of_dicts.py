# A chain of dicts that is longer than calls may nest is freed without recursion.
# Rule: 2.5 trashcan: recursion is bounded however deep the structure is.
import copy, gc, sys, weakref

class End:
    def __del__(self):
        print('reached the end')

chain = {'k': End()}
for _ in range(128): chain = {'k': {'k': {'k': {'k': {'k': {'k': {'k': {'k': chain}}}}}}}}
chain = None
print('done')
