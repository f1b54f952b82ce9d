# Assignment gives one list a second name; copy.copy makes a second list with the same items.
# Rule: 1.4 copy: a new outer container; 1.2 bindings: assignment copies the reference.
import copy, gc, sys, weakref

menu = ['soup', 'salad']
alias = menu
duplicate = copy.copy(menu)
print(alias is menu, duplicate is menu, duplicate == menu)
menu.append('cake')
print(alias, duplicate)
