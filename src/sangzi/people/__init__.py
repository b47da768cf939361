"""People, organisations outside the tree, and the registers that list them.

Nouns: Person, Consent, Partner, Entry (one line of a register). Registers are declared in
`definitions/registers/`. Promises: personal values leave masked; revealing one is logged.
"""
