import copy, gc, sys, weakref

a = (0,)
a += (0,)

# divergence at step 2: a += (0,)
#   with allocation request 0 made to fail, in the middle of operations, which are done again
#   differs in: panic, the subject panicked
#   expected by model: no panic
#   found in impl: the step reserved memory: OutOfMemory
# signature: panic at +=: the step reserved memory: OutOfMemory
# found by: twinheap sweep --steps 40 (program 0)
