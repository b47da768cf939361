"""The scoreboard: indicators over facts, figures for every unit, and their receipts.

Nouns: Indicator (declared in `definitions/indicators/`), Measure, Total, Figure, Receipt, light.
Promises: nobody types in a figure; a written record moves the figures of its unit and all units above
in the same transaction; a full computation gives the same totals; a receipt computed again gives the same number.
"""
