"""The dated tree of units.

Nouns: Unit, UnitVersion (what a unit was), UnitEvent (what happened to the tree), Assignment (who works where).
Promises: keys are our own and codes are dated attributes; nothing that happened is lost, so the tree of any
day can be read; a page never loads the whole tree; a subtree is one condition on an indexed path.
"""
