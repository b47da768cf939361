"""Signed-in clients."""

import pytest
from django.test import Client


@pytest.fixture
def api():
    """A client signed in as an account: api(lead).get(...)."""

    def signed_in(account) -> Client:
        client = Client()
        client.force_login(account)
        return client

    return signed_in
