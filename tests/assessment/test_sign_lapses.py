"""Warnings before a sign-off lapses: 60, 30 and 7 days before, and when it has."""

from datetime import timedelta

import pytest

from guildhall.assessment.actions.contesting import contest_sign_off
from guildhall.assessment.actions.lapses import warn_of_lapses
from guildhall.jobs.schedule import SCHEDULE
from guildhall.notify.models import Message
from tests.assessment.signed import see, sign
from tests.world import NOW


@pytest.fixture
def signed(world, passport):
    """Holds for 365 days."""
    see(passport, "iv-push", world.gwen, world.omar, world.gwen)
    return sign(world, passport, "iv-push")


def warned(days_left: int) -> list[tuple[str, str]]:
    """Who is told what on that day."""
    known = set(Message.objects.values_list("pk", flat=True))
    warn_of_lapses(at=NOW + timedelta(days=365 - days_left))
    rows = Message.objects.exclude(pk__in=known).order_by("person__given_name")
    return [(row.person.given_name, row.subject) for row in rows]


def both(words: str) -> list[tuple[str, str]]:
    return [("Gwen", words), ("Noor", words)]


def test_each_warning_goes_once_to_both(signed):
    assert warned(61) == []
    assert warned(60) == both("A sign-off of Noor Rahimi lapses in 60 days")
    assert warned(60) == warned(45) == []
    assert warned(30) == both("A sign-off of Noor Rahimi lapses in 30 days")
    assert warned(7) == both("A sign-off of Noor Rahimi lapses in 7 days")
    assert warned(1) == warned(0) == []
    assert warned(-1) == both("A sign-off of Noor Rahimi has lapsed")
    assert warned(-2) == []


def test_missed_warnings_do_not_come_all_at_once(signed):
    assert warned(5) == both("A sign-off of Noor Rahimi lapses in 5 days")
    assert warned(4) == []


def test_what_lapsed_long_ago_is_left_alone(signed):
    assert warned(-15) == []


def test_a_mail_names_no_competency(signed):
    warned(30)
    bodies = Message.objects.filter(kind="assessment.sign_off_lapses").values_list(
        "body", flat=True
    )
    assert not any("IV push" in body for body in bodies)


def test_a_short_one_is_not_warned_of_on_its_first_day(world, passport):
    passport.version.competencies.filter(key="catheter").update(valid_days=20)
    sign(world, passport)
    assert warned(365) == []
    assert len(warned(352)) == 2


def test_nobody_is_warned_of_what_is_contested_or_replaced(world, passport, signed):
    contest_sign_off(row=signed, why="No", by=world.actor("noor"), at=NOW)
    assert warned(30) == []


def test_a_former_preceptor_hears_nothing(world, passport, signed):
    passport.relationships.get().parties.filter(person=world.gwen).update(left_at=NOW)
    assert warned(30) == [("Noor", "A sign-off of Noor Rahimi lapses in 30 days")]


def test_it_costs_the_same_for_many(world, passport, signed, django_assert_max_num_queries):
    for key in ("catheter", "handover"):
        passport.version.competencies.filter(key=key).update(valid_days=365)
        sign(world, passport, key)
    with django_assert_max_num_queries(30):
        warn_of_lapses(at=NOW + timedelta(days=335))
    assert Message.objects.filter(kind="assessment.sign_off_lapses").count() == 6


def test_the_scheduler_knows_it():
    assert "assessment.lapses" in [entry.kind for entry in SCHEDULE]
