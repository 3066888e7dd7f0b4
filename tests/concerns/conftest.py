"""Gwen and Noor in a nurse preceptorship (supportive), and in a placement (summative)."""

import pytest

from tests.concerns.ground import placement
from tests.relationships.conftest import pair

__all__ = ["pair"]


@pytest.fixture
def summative(world):
    """The pair of a program that passes or fails."""
    return placement(world)
