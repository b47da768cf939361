"""The pages by hand: two or three narrow queries, and text put together without a template language."""
