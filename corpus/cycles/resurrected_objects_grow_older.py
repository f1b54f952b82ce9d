# What a young collection saved through a finalizer is in the next generation, like other survivors.
# Rule: 4.4 resurrected objects are appended to the older generation.
import copy, gc, sys, weakref

class Raft:
    def __del__(self):
        shore.append(self)

gc.disable()
gc.collect()
shore = []
raft = Raft()
raft.me = raft
del raft
print(gc.collect(0))
raft = shore.pop()
print(raft in gc.get_objects(0), raft in gc.get_objects(1), raft in gc.get_objects(2))
