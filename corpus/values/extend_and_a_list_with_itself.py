# A list may be extended by itself: what was in it when the step began is added once.
# Rule: 1.3 augmented assignment on lists; the same for extend.
import copy, gc, sys, weakref

beat = [1, 2]
beat.extend(beat)
print(beat)
beat += beat
print(beat, len(beat))
beat.extend(())
try: beat.extend(3)
except Exception as error: print(type(error).__name__)
print(len(beat))
