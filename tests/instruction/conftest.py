"""Gwen and Noor in a preceptorship with a small framework, both on shift this Monday."""

import pytest

from tests.instruction.ground import Ground, make_ground


@pytest.fixture
def ground(world) -> Ground:
    """The pair, its four competencies, and their shifts."""
    return make_ground(world)
