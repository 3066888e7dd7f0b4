"""Gwen and Noor in a preceptorship, with Noor's passport."""

import pytest

from guildhall.assessment.models import Passport
from guildhall.competencies.models import Competency
from tests.assessment.ground import make_passport
from tests.relationships.conftest import pair

__all__ = ["pair"]


@pytest.fixture
def passport(pair) -> Passport:
    """Noor's passport, with four competencies."""
    return make_passport(pair.relationship)


@pytest.fixture
def competency(passport):
    """`competency("iv-push")`: one of the passport's competencies."""

    def by_key(key: str) -> Competency:
        return passport.version.competencies.get(key=key)

    return by_key
