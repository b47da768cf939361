"""The library: published items such as flagship projects, products, stories and lessons."""
