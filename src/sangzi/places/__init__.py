"""Places: Youth Homes, Hope Rooms, Children's Harbours, hostels, night schools.

Nouns: Place and Spell (a time it was open). Types are declared in `definitions/places/`.
"""
