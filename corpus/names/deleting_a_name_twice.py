# Deleting an unbound global name raises NameError and changes nothing else.
# Rule: 1.2 bindings: deleting an empty global slot is a NameError.
import copy, gc, sys, weakref

ticket = [1]
copy_of_ticket = ticket
del ticket
try: del ticket
except Exception as error: print(type(error).__name__)
print(copy_of_ticket)
