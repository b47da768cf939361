"""The JSON interface: the same doors, scopes and actions as the pages.

An operation is a function with a shape for what it is asked and a shape for what it answers; addresses and the
OpenAPI document are made from the list of operations.
"""
