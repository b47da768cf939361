"""Trees from files: read, checked as a whole, and planted in one go or not at all."""
