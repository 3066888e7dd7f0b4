"""The hall and its first draft."""

import pytest

from guildhall.matching.models import MatchRound
from tests.matching.factories import solved, started
from tests.matching.hall import Hall, make_hall


@pytest.fixture
def hall(world) -> Hall:
    return make_hall(world)


@pytest.fixture
def draft(hall) -> MatchRound:
    """The first draft of the hall, solved."""
    return solved(started(hall.cohort))
