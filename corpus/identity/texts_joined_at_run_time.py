# A literal is shared with its equal, but the same text put together at run time is another object.
# Rule: 1.1 objects: constants are shared, texts built at run time are not interned.
import copy, gc, sys, weakref

head = 'sea'
whole = 'seagull'
joined = head + 'gull'
also = 'seagull'
print(joined == whole, joined is whole, whole is also)
