# The compiler adds literals: the sum is a constant like any other, and one object with an equal literal.
# Rule: 1.1 compile-time constants of one file are shared.
import copy, gc, sys, weakref

sum1 = 150 + 150
sum2 = 100 + 200
plain = 300
print(sum1 is sum2, sum1 is plain)
text = 'ab' + 'cd'
same = 'abcd'
print(text is same)
part = 'ab'
later = part + 'cd'
print(later == same, later is same)
