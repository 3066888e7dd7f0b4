"""Gwen and Noor in mentoring that has begun."""

from datetime import timedelta

import pytest

from guildhall.relationships.models import Relationship
from tests.agreements.factories import begun_pair


@pytest.fixture
def pair(world) -> Relationship:
    """Formal mentoring: expectations are asked, an agreement is a first step."""
    return begun_pair(world)


@pytest.fixture
def later(pair):
    """`later(90)`: the moment so many days after the pair began."""
    return lambda days: pair.opened_at + timedelta(days=days)
