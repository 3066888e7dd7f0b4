"""The two pairs of the ground."""

import pytest

from tests.hours.ground import Ground, make_ground


@pytest.fixture
def ground(world) -> Ground:
    """A placement of Calder's student at Alder Bay, and Alder Bay's own preceptorship."""
    return make_ground(world)
