"""Runs of an allotment: what they go by, how they are computed and checked, and what is kept of them.

Nothing here writes; `actions.runs` does.
"""
