"""Plans: published documents, the commitments read from them, and the targets these become.

Nouns: Plan, Clause, Commitment, Cascade, Target. Verbs: read a plan, confirm or dismiss a commitment,
bind it to an indicator, cascade a target. Promises: every target names the sentence that asked;
a cascade conserves its total.
"""
