# A list with two names is one list: a change made through either name shows through the other.
# Rule: 1.2 bindings: assignment copies a reference, never an object.
import copy, gc, sys, weakref

basket = ['apple']
shopping = basket
shopping.append('pear')
print(basket, shopping, basket is shopping)
basket[0] = 'quince'
print(shopping)
shopping = ['empty']
print(basket, shopping)
