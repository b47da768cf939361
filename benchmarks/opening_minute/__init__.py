"""The opening minute: hundreds apply at once, beside a bare Django view that inserts one row."""
