"""Programmes walked on their real pages, from what is offered to the figure that moves."""
