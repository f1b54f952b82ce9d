# A shallow copy of an instance is a new instance of the class with the same attribute values.
# Rule: 1.4 copy: new object of the same class with a shallow copy of its state.
import copy, gc, sys, weakref

class Recipe: pass

bread = Recipe()
bread.steps = ['mix', 'bake']
bread.me = bread
toast = copy.copy(bread)
print(toast is bread, toast == bread, type(toast).__name__)
steps = toast.steps
me = toast.me
print(me is bread, me is toast)
steps.append('slice')
print(bread.steps)
toast.steps = []
print(bread.steps, toast.steps)
