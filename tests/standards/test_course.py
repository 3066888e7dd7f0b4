"""What a course and a preceptor's standing say to the rules."""

import pytest

from guildhall.engine.standards import Outcome
from guildhall.preceptorship.actions.course_preceptor import change_preceptor
from guildhall.preceptorship.actions.learning_plan import (
    ObjectiveDraft,
    agree_to_plan,
    write_plan,
)
from guildhall.preceptorship.queries.choices import next_guides
from tests.preceptorship.course_ground import begun, booked, days, held
from tests.preceptorship.course_ground import fresh as fresh_course
from tests.preceptorship.standing_ground import provisional
from tests.standards.ground import rule

GOLD = "nhs-nursing-gold"


@pytest.fixture
def course(world):
    """Gwen and Noor, on the course of the gold level."""
    return begun(world)


def said(course, rule_id: str, *, at):
    """What a rule says about the pair that works on the course now."""
    row = fresh_course(course).relationship
    found = rule(row, rule_id, at=at, pack=GOLD)
    return next(one for one in found.rows if one.row.pk == row.pk).verdict


def test_a_demanded_meeting_that_is_booked_covers_the_breach_and_held_meets_it(course, world):
    assert said(course, "N4a", at=days(1)).is_covered is False
    booked(course, world, at=days(1), on=days(3))
    ahead = said(course, "N4a", at=days(1))
    assert (ahead.first_breach, ahead.is_covered) == (days(8).date(), True)


def test_a_plan_that_both_agreed_to_counts(course, world):
    assert said(course, "N10", at=days(14)).outcome == Outcome.MET
    assert said(course, "N10", at=days(15)).outcome == Outcome.NOT_MET
    draft = ObjectiveDraft("Two rounds alone", days(60).date())
    gwen, noor = world.actor("gwen"), world.actor("noor")
    plan = write_plan(course=course, objectives=[draft], based_on=0, by=gwen, at=days(2))
    agree_to_plan(plan=plan, by=noor, at=days(3))
    found = said(course, "N10", at=days(15))
    assert (found.outcome, found.evidence[0].values["on"]) == (Outcome.MET, days(3).date())


def test_a_change_of_preceptor_keeps_the_record(course, world):
    held(course, world, on=days(3))
    change_preceptor(
        course=fresh_course(course),
        guide=next_guides(fresh_course(course), at=days(20))[0].enrollment,
        handover="Calm, exact, ready for nights",
        by=world.actor("maren"),
        at=days(20),
    )
    assert fresh_course(course).relationship != course.relationship
    found = said(course, "N4a", at=days(40))
    assert (found.outcome, found.evidence[0].values["on"]) == (Outcome.MET, days(3).date())


def test_training_with_the_standing_is_known(world):
    row = provisional(world, "gwen")
    assert row.trainings.filter(kind="course").exists()
    course = begun(world)
    assert said(course, "N7b", at=days(1)).outcome == Outcome.MET
