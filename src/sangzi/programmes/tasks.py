"""What workers do for programmes."""

from . import sweeping  # noqa: F401  (registers what comes round every day)
