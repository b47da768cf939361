"""Links that are sent to somebody: the token is told once, what is kept is its hash.

A token has 192 random bits, so a plain hash cannot be turned back.
"""

from __future__ import annotations

import secrets
from hashlib import sha256


def new_token() -> str:
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
