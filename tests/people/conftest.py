from __future__ import annotations

import pytest

from tests.programmes.conftest import stage
from tests.programmes.telling import listening

__all__ = ["stage"]


@pytest.fixture
def told():
    with listening() as heard:
        yield heard
