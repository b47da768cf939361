"""A total shared out over children, conserved exactly, with a reason for every share.

    equal(total, children)               the same for all, the first ones get what is left over
    proportional(total, weights)         by a figure, largest remainders (Hamilton)
    sainte_lague(total, weights)         by a figure, house monotone
    one_each(total, children, weights)   one for everyone, then the rest by either method
    by_hand(total, fixed, children)      some shares set by a person, the rest re-solved by either method

Totals are whole numbers of any unit; give hundredths for fractions. The same input gives the same shares;
ties go to the lower index. The theory: M. L. Balinski and H. P. Young, Fair Representation (1982; 2nd ed. 2001).
"""

from sangzi.engines.apportion.divisors import sainte_lague
from sangzi.engines.apportion.errors import ApportionError, Refusal
from sangzi.engines.apportion.fixed import Method, by_hand, one_each
from sangzi.engines.apportion.remainders import equal, proportional
from sangzi.engines.apportion.shares import Reason, Shares, Why

__all__ = [
    "ApportionError",
    "Method",
    "Reason",
    "Refusal",
    "Shares",
    "Why",
    "by_hand",
    "equal",
    "one_each",
    "proportional",
    "sainte_lague",
]
