"""What workers do for programmes."""

from . import batches, ending_rounds, running, sweeping, waiting_times  # noqa: F401  (register what workers do, and what comes round every day)
