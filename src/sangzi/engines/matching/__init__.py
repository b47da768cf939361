"""Who gets which opening: methods of one sentence each.

First come: who applied earlier chooses earlier. Lottery: a published seed decides who chooses earlier. Serial: one
after the other in a given order, each takes the dearest wish that is still free; the others wait in the same order.
"""
