"""The services on this machine, for all tests of the client."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.standins.server import StandIns, stand_ins


@pytest.fixture
def services() -> Iterator[StandIns]:
    """Stand-ins of all services, with a small world."""
    with stand_ins() as services:
        yield services
