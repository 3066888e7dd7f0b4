"""The clocks: unshared, unplanned, unreviewed; each told once."""

import tomllib
from datetime import timedelta

import pytest

from guildhall.concerns.actions.clock import keep_clocks
from guildhall.concerns.actions.reviewing import take_up_escalation
from guildhall.concerns.clocks import FILE, clocks_of
from guildhall.concerns.models import Review
from guildhall.core.errors import InvalidInput
from guildhall.notify.models import Notice
from guildhall.programs.plan import require_plan, semantics_of
from guildhall.relationships.actions.course import pause_relationship
from tests.concerns.ground import fresh, planned, raised, reviewed, shared
from tests.world import NOW


def hours(n: float):
    return NOW + timedelta(hours=n)


def days(n: float):
    return NOW + timedelta(days=n)


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=f"concerns.{kind}").order_by("pk")
    return list(rows.values_list("person__given_name", flat=True))


def test_unshared_it_reminds_whoever_raised_it_and_then_the_lead(world, pair):
    raised(pair.relationship, world)
    assert keep_clocks(at=hours(71)) == 0
    assert keep_clocks(at=hours(72)) == 1
    assert keep_clocks(at=hours(95)) == 0
    assert keep_clocks(at=hours(96)) == 1
    assert keep_clocks(at=hours(97)) == 0
    assert (told("concern_unshared"), told("concern_unshared_lead")) == (["Gwen"], ["Maren"])


def test_without_a_plan_the_guide_is_reminded_and_then_the_lead(world, pair):
    shared(pair.relationship, world)
    assert keep_clocks(at=days(6.9)) == 0
    assert keep_clocks(at=days(7)) == 1
    assert keep_clocks(at=days(8)) == 1
    assert (told("plan_wanted"), told("plan_wanted_lead")) == (["Gwen"], ["Maren"])


def test_a_review_is_announced_two_days_before(world, pair):
    planned(pair.relationship, world)
    assert keep_clocks(at=days(11.9)) == 0
    assert keep_clocks(at=days(12)) == 2
    assert keep_clocks(at=days(13)) == 0
    assert sorted(told("review_due")) == ["Gwen", "Noor"]


def test_two_missed_reviews_escalate(world, pair):
    row = planned(pair.relationship, world)
    keep_clocks(at=days(14))
    keep_clocks(at=days(14))
    assert Review.objects.filter(outcome="missed").count() == 1
    assert (fresh(row).state, fresh(row).due_at) == ("planned", days(28))
    keep_clocks(at=days(28))
    assert fresh(row).state == "escalated"
    assert told("concern_escalated") == ["Maren"]
    assert row.escalations.get().because == "missed"
    assert keep_clocks(at=days(60)) == 0


def test_after_it_was_taken_up_it_is_counted_anew(world, pair):
    row = planned(pair.relationship, world)
    for day in (14, 28):
        keep_clocks(at=days(day))
    take_up_escalation(concern=row, words="We meet", by=world.actor("maren"), at=days(29))
    keep_clocks(at=days(43))
    assert fresh(row).state == "planned"
    keep_clocks(at=days(57))
    assert fresh(row).state == "escalated"


def test_a_review_that_was_held_is_not_missed(world, pair):
    row = reviewed(pair.relationship, world)  # on day 10
    keep_clocks(at=days(15))
    assert not row.reviews.filter(outcome="missed").exists()
    keep_clocks(at=days(24))
    assert row.reviews.filter(outcome="missed").count() == 1


def test_while_the_pair_rests_no_review_is_missed(world, pair):
    row = planned(pair.relationship, world)
    pause_relationship(relationship=pair.relationship, by=world.actor("maren"), at=NOW)
    assert keep_clocks(at=days(20)) == 0
    assert fresh(row).due_at == days(34)
    assert not row.reviews.exists()


def test_a_program_may_be_stricter_and_never_laxer(world, pair):
    program = pair.relationship.program
    plan = {**program.plan, "concerns": {"share_hours": 24, "notice_days": 42}}
    require_plan(plan)
    program.plan = plan
    program.save()
    found = clocks_of(pair.relationship)
    assert (found.share, found.notice_days, found.plan) == (
        timedelta(hours=24),
        42,
        timedelta(days=7),
    )
    for key, value in (("share_hours", 100), ("notice_days", 27), ("missed_reviews", 3)):
        with pytest.raises(InvalidInput):
            require_plan({**program.plan, "concerns": {key: value}})


def test_the_house_keeps_the_published_numbers():
    numbers = tomllib.loads(FILE.read_text(encoding="utf-8"))
    assert [numbers[name] for name in ("share_hours", "plan_days", "review_days")] == [72, 7, 14]
    assert (numbers["missed_reviews"], numbers["notice_days"]) == (2, 28)


@pytest.mark.parametrize(
    ("plan", "found"),
    [
        ({}, "supportive"),
        ({"form": "one_to_one"}, "supportive"),
        ({"form": "placement"}, "summative"),
        ({"form": "placement", "outcome": "supportive"}, "supportive"),
    ],
)
def test_plans_from_before_are_read_as_what_they_are(plan, found):
    assert semantics_of(plan) == found
