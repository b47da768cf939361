"""The sample organisation of the demo: invented people, places and work in a real tree, labelled as sample.

One province (吉林省) in the size of life, a few cities elsewhere sparsely. Deterministic from a seed and a day.
"""

from .accounts import PASSWORD, POSTS, Post
from .loading import Summary, is_loaded, load_sample

__all__ = ["PASSWORD", "POSTS", "Post", "Summary", "is_loaded", "load_sample"]
