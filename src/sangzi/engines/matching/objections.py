"""What a method cannot do with an instance that is sound in itself, each time one sentence with what to change."""

from __future__ import annotations

SENTENCES = {
    "no-lots": "equal priorities are decided by lot and there are no lots; add lottery, or draw lots by a seed.",
    "same-lot": "applicants %(one)d and %(other)d have the same lot %(lot)d; give everybody a lot of their own.",
    "several": "applicant %(applicant)d may have %(value)d openings; the stable method gives one at most.",
    "floor": "the stable method keeps no floor over units that are not one subtree; "
    "leave grass_floor out, or give the units bounds.",
    "must-place": "the stable method promises nobody a place; leave must_place out.",
    "no-room": "unit %(unit)d must keep %(kept)d seats for lower bounds and may have %(upper)d; "
    "lower the bounds below it, or raise its upper bound.",
    "no-seats": "unit %(unit)d must have %(kept)d placements and there are %(seats)d seats below it; "
    "lower its bound, or add seats.",
    "no-column": "there is no column called %(name)s; add it, or leave it out of the criteria.",
    "column-length": "the column %(name)s has %(found)d rows; give it %(wanted)d.",
    "not-there": "%(name)s at row %(at)d is %(value)d; keep it from 0 to %(most)d.",
    "partners": "person %(at)d on the %(side)s must have %(least)d partners and may have %(most)d; "
    "let the least be from 0 to the most.",
    "earlier-length": "the earlier result is of %(found)d applicants and there are %(wanted)d; "
    "give one of the same applicants.",
    "earlier-beyond": "the earlier result names an opening that is not there; keep openings from 0 to %(most)d, "
    "-1 for nothing and -2 where nobody knows.",
    "stay-high": "scores go up to %(highest)d, too high to count who stays beside them; "
    "divide all of them by the same number, so that none passes %(most)d, or leave stay out.",
    "ids": "two people on the %(side)s have the same number; give everybody a number of their own.",
    "pair-twice": "a pair stands twice; keep one of the two.",
    "fits-high": "fits go up to %(highest)d; divide all of them by the same number, so that none passes 10 ** 9.",
    "crowd": "on the %(side)s, %(people)s must have %(need)d partners together, and those they may be paired with "
    "allow %(room)d; lower what they must have, or name more possible partners.",
    "no-places": "lower bounds ask for %(kept)d placements and there are %(places)d applicants to place; "
    "lower the bounds, or tell them without keeping seats.",
}


class MethodError(ValueError):
    """A method cannot be used on an instance.

    key       which objection it is: a key of `SENTENCES`
    sentence  what is in the way and what to change, in English
    context   the values the sentence names, by name
    """

    def __init__(self, key: str, **context: object) -> None:
        self.key = key
        self.context = context
        self.sentence = SENTENCES[key] % context
        super().__init__(self.sentence)
