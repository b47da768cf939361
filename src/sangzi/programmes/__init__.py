"""Programmes: kinds of work declared in TOML, run in rounds, leaving records.

Nouns: Round, Opening, Placement, Record. Verbs: open a round, offer, place, record, reverse.
Promises: records are append-only, a correction is a new record that reverses; a seat is taken by one
conditional UPDATE; an opened round keeps the definition it was opened with.
"""
