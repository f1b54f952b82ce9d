# A list keeps the object that a name had when the list was built; rebinding the name does not reach into it.
# Rule: 1.2 bindings: a container element is a slot of its own.
import copy, gc, sys, weakref

score = 1000
scores = [score, score]
score += 1
a = scores[0]
b = scores[1]
print(score, scores, a is b)
player = ['ann']
team = [player, player]
player += ['bob']
a = team[0]
print(team, a is player)
