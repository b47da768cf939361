"""Placing people: the optimal engine beside what one would use otherwise, on the same instances in one run."""
