"""Who may join by rule."""

import pytest

from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Membership, Site, Unit
from guildhall.people.actions.profile import change_profile
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.eligibility import Standing, read_eligibility
from guildhall.programs.queries.offers import standing_of
from tests.world import NOW

HERE = Standing(
    organizations=frozenset({1}),
    units=frozenset({4}),
    sites=frozenset({7}),
    career_stage="early",
)


@pytest.mark.parametrize(
    ("rule", "side", "admits"),
    [
        ({}, "learner", False),
        ({"units": [4]}, "learner", False),
        ({"organizations": [1]}, "learner", True),
        ({"organizations": [2]}, "learner", False),
        ({"organizations": [1, 2]}, "guide", True),
        ({"organizations": [1], "sides": ["guide"]}, "learner", False),
        ({"organizations": [1], "units": [4, 5]}, "learner", True),
        ({"organizations": [1], "units": [5]}, "learner", False),
        ({"organizations": [1], "sites": [7]}, "learner", True),
        ({"organizations": [1], "sites": [8]}, "learner", False),
        ({"organizations": [1], "career_stages": {"guide": ["senior"]}}, "guide", False),
        ({"organizations": [1], "career_stages": {"guide": ["senior"]}}, "learner", True),
        ({"organizations": [1], "career_stages": {"learner": ["early"]}}, "learner", True),
    ],
)
def test_every_filled_list_must_hold(rule, side, admits):
    assert read_eligibility(rule).admits(HERE, side=side) is admits


def test_what_it_does_not_know_is_named():
    with pytest.raises(InvalidInput) as refused:
        read_eligibility({"organizations": [1], "age": [30]})
    assert list(refused.value.problems) == ["eligibility.age"]


def test_standing_is_read_from_memberships_and_profile(world):
    site = Site.objects.create(organization=world.alder, name="North")
    unit = Unit.objects.create(organization=world.alder, name="Ward 4", site=site)
    Membership.objects.filter(person=world.noor).update(unit=unit)
    change_profile(person=world.noor, by=SYSTEM, at=NOW, career_stage="early")
    assert standing_of(world.noor) == Standing(
        organizations=frozenset({world.alder.pk}),
        units=frozenset({unit.pk}),
        sites=frozenset({site.pk}),
        career_stage="early",
    )
    Membership.objects.filter(person=world.noor).update(ended_at=NOW)
    assert standing_of(world.noor).organizations == frozenset()
