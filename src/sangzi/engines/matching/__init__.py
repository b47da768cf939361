"""Who gets which opening: methods of one sentence each.

First come: who applied earlier chooses earlier. Lottery: a published seed decides who chooses earlier. Serial: one
after the other in a given order, each takes the dearest wish that is still free; the others wait in the same order.
Stable: nobody who did not get a dearer wish has a stronger claim to it than those who did. Optimal: the fit of all
pairs together is the greatest there can be. Pairing: two sides, each person with at least and at most so many partners.

Around them: `candidates` finds whom to consider, `instance` is the problem as arrays, `blocking` and `certificate`
check a result without the method that made it, `waiting` says who is next, `reasons` why somebody has not an opening,
and `fairness` what a result comes to for whom. What runs in loops is compiled, and loaded only when it runs.
"""
