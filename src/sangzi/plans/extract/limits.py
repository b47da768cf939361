"""How much of a file is opened, unpacked and read."""

from __future__ import annotations

MAX_BYTES = 50 * 2**20
"""The largest file that is opened."""
MAX_TEXT = 20_000_000
"""The longest text that is taken out of a file, in characters."""
MAX_UNPACKED = 300 * 2**20
"""The most that a DOCX or XLSX may unpack to; read from its directory, before anything is unpacked."""
MAX_PART = 120 * 2**20
"""The most that one part of a package may hold in words; a picture is never unpacked."""
MAX_PARTS = 5_000
MAX_PAGES = 5_000
MAX_DEPTH = 60
"""Tables in tables in tables: deeper ones are left."""
MAX_COLUMNS = 64
MAX_GRID = 500_000
"""The most cells of one table or sheet."""
