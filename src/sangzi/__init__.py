"""Sangzi turns a published work plan into running programmes and honest figures."""

__version__ = "0.1.0"
