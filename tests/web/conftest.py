"""Somebody at the door: `visit(account)` is a signed-in test client."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def visit():
    def sign_in(account) -> Client:
        client = Client()
        client.force_login(account)
        return client

    return sign_in
