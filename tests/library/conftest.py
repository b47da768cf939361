from __future__ import annotations

import pytest

from tests.programmes.telling import listening


@pytest.fixture
def told():
    with listening() as heard:
        yield heard
