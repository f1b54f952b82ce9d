# Each place in a list, tuple, dict, set or attribute is one more reference.
# Rule: 1.2 bindings: every element is a slot that holds a strong reference.
import copy, gc, sys, weakref

class Box: pass

ball = Box()
print(sys.getrefcount(ball))
row = [ball]
print(sys.getrefcount(ball))
pair = (ball, ball)
print(sys.getrefcount(ball))
table = {'k': ball}
group = {ball}
print(sys.getrefcount(ball))
box = Box()
box.content = ball
print(sys.getrefcount(ball))
row.clear()
group.clear()
del table['k']
del box.content
print(sys.getrefcount(ball))
del pair
print(sys.getrefcount(ball))
