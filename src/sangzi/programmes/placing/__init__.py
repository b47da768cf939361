"""Placing people by a file of arrays: what `sangzi allot` does, without a database and without Django.

`methods` runs a method of `sangzi.engines.matching` on an instance, `sentences` says in Chinese what cannot be used.
"""
