"""What an allotment instance is refused for, each time one sentence that names the array, the place and the change.

Places count from 0, as the arrays do. `key` says which refusal it is, and `context` holds the values the sentence
names, so that whoever speaks another language can word it anew.
"""

from __future__ import annotations

SENTENCES = {
    "unreadable": "%(file)s is no .npz file of NumPy arrays; write it with numpy.savez.",
    "unknown": "there is no array called %(array)s; leave it out, or name it as one of: %(known)s.",
    "missing": "the array %(array)s is missing; add it, %(length)s numbers long.",
    "kind": "%(array)s holds %(found)s; give it as %(wanted)s.",
    "dimensions": "%(array)s has %(found)d dimensions; give it one.",
    "length": "%(array)s has %(found)d entries; give it %(length)s, which is %(wanted)d.",
    "no-start": "indptr is empty; give it the number of applicants plus one entries, the first of them 0.",
    "indptr-start": "indptr begins with %(value)d; begin it with 0.",
    "indptr-falls": "indptr falls at place %(at)d; let no entry be smaller than the one before it.",
    "indptr-end": "indptr ends with %(value)d; end it with %(wanted)d, the length of col.",
    "beyond": "%(array)s at place %(at)d is %(value)d; keep it from %(least)d to %(most)d.",
    "crossed": "%(lower)s at place %(at)d is %(value)d, above the %(most)d of %(upper)s; "
    "lower the one or raise the other.",
    "twice": "applicant %(applicant)d names opening %(opening)d twice in col; keep one of the two edges.",
    "no-root": "there is no unit; give at least the root, with unit_parent -1.",
    "root": "unit_parent begins with %(value)d; begin it with -1, the root.",
    "parent": "unit_parent at place %(at)d is %(value)d; name a unit that stands before place %(at)d.",
    "preference": "preference ranks edge %(value)d of applicant %(applicant)d twice or not at all; "
    "name each of the applicant's edges once, by its place among them.",
    "floor-range": "grass_floor is %(value)s; give a share from 0 to 1.",
    "floor-alone": "grass_floor has no units to count; add grass_unit_mask.",
}


class InstanceError(ValueError):
    """An instance cannot be used as it is.

    key       which refusal it is: a key of `SENTENCES`
    sentence  what is wrong and what to change, in English
    context   the values the sentence names, by name
    """

    def __init__(self, key: str, **context: object) -> None:
        self.key = key
        self.context = context
        self.sentence = SENTENCES[key] % context
        super().__init__(self.sentence)
