"""Briefs: documents in which every number is a figure with a receipt."""
