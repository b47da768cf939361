"""Pure engines: plain Python and NumPy, no Django, no clock, no network."""
