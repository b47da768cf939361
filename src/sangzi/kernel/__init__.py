"""What every other part stands on.

Nouns: Account (who signs in), AuditLine (what was done), Job (what is still to do).
Promises: every change leaves a line in a hash chain in the same transaction; every door
names its audience; a number that an app is willing to be counted by is a fact; a job
survives the death of its worker; personal values are shown masked.
"""
