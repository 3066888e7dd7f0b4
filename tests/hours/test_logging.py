"""Hours planned, logged, cancelled; what overlaps and what does not count."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Unit
from guildhall.hours.actions.logging import (
    cancel_hours,
    enter_protected_time,
    log_hours,
    log_planned,
)
from guildhall.hours.models import TimeEntry
from guildhall.hours.states import EntryKind
from guildhall.notify.models import Message
from guildhall.relationships.actions.course import close_relationship
from tests.hours.ground import LATER, MONDAY, drafted
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair


def test_a_learner_logs_hours_at_the_host(ground):
    entry = ground.log(unit=ground.ward, note="Medication round")
    assert (entry.state, entry.minutes, entry.organization, entry.site) == (
        "logged",
        480,
        ground.world.alder,
        ground.site,
    )
    assert [(move.state, move.by_id) for move in entry.moves.all()] == [
        ("logged", ground.student.pk)
    ]
    event = Event.objects.get(kind="hours_logged")
    assert (event.subject_id, event.organization_id) == (entry.pk, ground.world.alder.pk)
    assert "Medication" not in str(vars(event))


def test_a_night_is_as_long_as_the_clocks_make_it(ground):
    house = ground.world.alder
    house.time_zone = "Europe/London"
    house.save()
    at = datetime(2027, 4, 1, tzinfo=UTC)
    draft = drafted("noor", on=date(2027, 3, 27), start=time(19, 30), end=time(7, 30))
    entry = log_hours(relationship=ground.pair, draft=draft, by=ground.actor("noor"), at=at)
    assert entry.minutes == 11 * 60


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ({}, {"start": time(14), "end": time(16)}, "They overlap your placement from"),
        ({"minutes": 60}, {}, "1 h of placement already"),
        ({}, {"minutes": 60}, "They overlap your placement from"),
        (
            {"start": time(19), "end": time(7)},
            {"on": MONDAY + timedelta(days=1), "start": time(6), "end": time(8)},
            "They overlap your placement from",
        ),
    ],
)
def test_hours_count_once(ground, first, second, said):
    ground.log(**first)
    with pytest.raises(InvalidInput) as refused:
        ground.log(**second)
    assert said in refused.value.problems["on"]
    assert TimeEntry.objects.count() == 1


def test_touching_entries_are_two(ground):
    ground.log()
    ground.log(start=time(15), end=time(17))
    assert TimeEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"on": MONDAY + timedelta(days=40)}, "on"),
        ({"on": date(2026, 11, 2)}, "on"),
        ({"minutes": 0}, "hours"),
        ({"minutes": 1441}, "hours"),
        ({"start": None, "end": None}, "hours"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_what_cannot_be_is_refused_by_field(ground, changes, field):
    with pytest.raises(InvalidInput) as refused:
        ground.log(**changes)
    assert field in refused.value.problems


def test_a_place_of_another_house_is_refused(ground):
    other = Unit.objects.create(organization=ground.world.calder, name="Lab")
    with pytest.raises(InvalidInput) as refused:
        ground.log(unit=other)
    assert "Alder Bay" in refused.value.problems["unit"]


def test_only_the_learner_logs(ground):
    draft = drafted()
    for name, error in (("gwen", NotAllowed), ("maren", NotAllowed), ("tomas", NotVisible)):
        with pytest.raises(error):
            log_hours(relationship=ground.placement, draft=draft, by=ground.actor(name), at=LATER)


def test_an_ended_pair_logs_no_more(ground):
    close_relationship(
        relationship=ground.placement, reason="", by=ground.actor("student"), at=LATER
    )
    with pytest.raises((WrongState, NotAllowed, NotVisible)):
        ground.log()


def test_what_was_planned_is_logged_by_one_tap(ground):
    entry = ground.plan(by="gwen")
    assert (entry.state, entry.person) == ("planned", ground.world.noor)
    with pytest.raises(NotAllowed):
        log_planned(entry=entry, by=ground.actor("gwen"), at=LATER)
    done = log_planned(entry=entry, by=ground.actor("noor"), at=LATER)
    assert done.state == "logged"
    with pytest.raises(WrongState, match="These hours are logged"):
        log_planned(entry=entry, by=ground.actor("noor"), at=LATER)


def test_what_is_ahead_cannot_be_logged_yet(ground):
    entry = ground.plan(on=LATER.date() + timedelta(days=3))
    with pytest.raises(InvalidInput):
        log_planned(entry=entry, by=ground.actor("noor"), at=LATER)


def test_over_the_ratio_hours_are_kept_and_not_counted(ground):
    """Two is what the program allows; Gwen's own preceptee of another house is the second, and a
    third one makes it too many."""
    assert ground.log().not_counted == ""
    cohort = cohort_of(preceptorship(ground.world.alder, "A third"))
    third = make_pair(guide(cohort, ground.world.gwen), learner(cohort, ground.world.tomas))
    entry = ground.log(on=MONDAY + timedelta(days=1))
    assert (entry.state, entry.not_counted) == ("logged", "ratio")
    # Before the third one came, there were two.
    third.opened_at = LATER
    third.save()
    assert ground.log(on=MONDAY + timedelta(days=2)).not_counted == ""


def test_the_third_cancellation_in_30_days_reaches_the_lead(ground):
    gwen, world = ground.actor("gwen"), ground.world
    for n in range(3):
        at = LATER + timedelta(days=n)
        entry = enter_protected_time(
            person=world.gwen,
            organization=world.alder,
            draft=drafted(kind=EntryKind.PROTECTED, on=at.date() + timedelta(days=5)),
            by=gwen,
            at=at,
        )
        assert not Message.objects.filter(kind="hours.time_cancelled").exists()
        cancel_hours(entry=entry, reason="The ward was short", by=gwen, at=at)
    told = Message.objects.filter(kind="hours.time_cancelled")
    assert {message.person_id for message in told} == {world.maren.pk, world.olga.pk}
    assert all("short" not in message.subject + message.body for message in told)


def test_cancelling_needs_a_reason_and_verified_hours_stay(ground):
    entry = ground.log()
    with pytest.raises(InvalidInput):
        cancel_hours(entry=entry, reason=" ", by=ground.actor("student"), at=LATER)
    TimeEntry.objects.update(state="verified")
    with pytest.raises(WrongState, match="verified"):
        cancel_hours(entry=entry, reason="A slip", by=ground.actor("student"), at=LATER)
