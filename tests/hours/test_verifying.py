"""Hours verified, disputed, answered; by a link; and who sees which of them."""

from datetime import date, timedelta

import pytest

from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.hours.access import OVERSEE_HOURS, READ_ENTRY, VERIFY_ENTRY
from guildhall.hours.actions.verifiers import end_verifier, name_verifier
from guildhall.hours.actions.verifying import (
    answer_dispute,
    ask_week,
    dispute_entry,
    verify_entry,
    verify_week,
)
from guildhall.hours.models import TimeEntry
from guildhall.notify.links import link_path
from guildhall.notify.models import ActionLink, Message
from guildhall.permissions.access import may, visible_to
from tests.hours.ground import LATER, MONDAY

NEXT = MONDAY + timedelta(days=1)


def test_the_guide_verifies_and_the_learner_is_told(ground):
    entry = verify_entry(entry=ground.log(), by=ground.actor("gwen"), at=LATER)
    assert entry.state == "verified"
    assert [move.by_id for move in entry.moves.all()] == [ground.student.pk, ground.world.gwen.pk]
    told = Message.objects.get(kind="hours.hours_verified")
    assert (told.person, told.subject) == (ground.student, "Gwen Castellan verified 8 h of yours")
    with pytest.raises(WrongState, match="verified"):
        verify_entry(entry=entry, by=ground.actor("gwen"), at=LATER)


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("student", NotAllowed),
        ("maren", NotAllowed),
        ("vera", NotAllowed),
        ("olga", NotAllowed),
        ("omar", NotVisible),
        ("noor", NotVisible),
    ],
)
def test_nobody_else_verifies_least_of_all_oneself(ground, name, error):
    entry = ground.log()
    with pytest.raises(error):
        verify_entry(entry=entry, by=ground.actor(name), at=LATER)
    assert TimeEntry.objects.get().state == "logged"


def test_a_named_verifier_verifies_where_they_are_named(ground):
    maren, omar = ground.actor("maren"), ground.actor("omar")
    here, elsewhere = ground.log(unit=ground.ward), ground.log(on=NEXT)
    verifier = name_verifier(
        organization=ground.world.alder,
        person=ground.world.omar,
        site=None,
        unit=ground.ward,
        by=maren,
        at=LATER,
    )
    assert may(VERIFY_ENTRY, omar, here)
    assert not may(READ_ENTRY, omar, elsewhere)
    end_verifier(verifier=verifier, by=maren, at=LATER)
    assert not may(READ_ENTRY, omar, here)


def test_a_verifier_of_a_site_reaches_its_units_and_never_their_own_hours(ground):
    name_verifier(
        organization=ground.world.alder,
        person=ground.world.noor,
        site=ground.site,
        unit=None,
        by=ground.actor("maren"),
        at=LATER,
    )
    noor = ground.actor("noor")
    assert may(VERIFY_ENTRY, noor, ground.log(unit=ground.ward))
    assert not may(VERIFY_ENTRY, noor, ground.log("noor", unit=ground.ward))


def test_naming_verifiers_is_for_staff_of_the_host(ground):
    values = {"organization": ground.world.alder, "person": ground.world.omar}
    for name, error in (("vera", NotAllowed), ("gwen", NotAllowed), ("olga", NotVisible)):
        with pytest.raises(error):
            name_verifier(**values, site=None, unit=None, by=ground.actor(name), at=LATER)
    values["person"] = ground.student
    with pytest.raises(InvalidInput) as refused:
        name_verifier(**values, site=None, unit=None, by=ground.actor("maren"), at=LATER)
    assert "Alder Bay" in refused.value.problems["person"]


def test_the_university_sees_its_students_and_the_host_what_is_worked_there(ground):
    sent, own = ground.log(), ground.log("noor")
    seen = {
        name: set(visible_to(OVERSEE_HOURS, ground.actor(name)).values_list("pk", flat=True))
        for name in ("olga", "maren", "ada", "vera", "milo", "gwen", "omar")
    }
    both = {sent.pk, own.pk}
    assert seen == {
        "olga": {sent.pk},
        "maren": both,
        "ada": both,
        "vera": both,
        "milo": set(),
        "gwen": set(),
        "omar": set(),
    }


def test_the_host_does_not_see_hours_worked_elsewhere(ground):
    entry = ground.log()
    TimeEntry.objects.filter(pk=entry.pk).update(organization=ground.world.calder)
    assert not may(READ_ENTRY, ground.actor("ada"), entry)
    assert may(READ_ENTRY, ground.actor("olga"), entry)


def test_all_of_the_week_at_once(ground):
    ground.log()
    ground.log(on=NEXT)
    ground.log(on=MONDAY - timedelta(days=7))
    n = verify_week(relationship=ground.placement, monday=MONDAY, by=ground.actor("gwen"), at=LATER)
    assert n == 2
    assert TimeEntry.objects.filter(state="verified").count() == 2
    with pytest.raises(WrongState, match="Nothing of this week waits"):
        verify_week(relationship=ground.placement, monday=MONDAY, by=ground.actor("gwen"), at=LATER)


def test_a_dispute_is_answered_and_waits_again(ground):
    entry = ground.log()
    with pytest.raises(InvalidInput):
        dispute_entry(entry=entry, reason="", by=ground.actor("gwen"), at=LATER)
    dispute_entry(entry=entry, reason="You left at noon", by=ground.actor("gwen"), at=LATER)
    told = Message.objects.get(kind="hours.hours_disputed")
    assert told.person == ground.student
    assert "noon" not in told.subject + told.body
    with pytest.raises(NotAllowed):
        answer_dispute(entry=entry, answer="No", by=ground.actor("gwen"), at=LATER)
    row = answer_dispute(
        entry=entry, answer="I was in the lab", by=ground.actor("student"), at=LATER
    )
    assert row.state == "logged"
    assert [(move.state, move.words) for move in row.moves.all()] == [
        ("logged", ""),
        ("disputed", "You left at noon"),
        ("logged", "I was in the lab"),
    ]
    assert Message.objects.get(kind="hours.dispute_answered").person == ground.world.gwen
    with pytest.raises(WrongState):
        answer_dispute(entry=entry, answer="Again", by=ground.actor("student"), at=LATER)


def test_the_link_in_the_mail_shows_first_and_verifies_what_was_asked(ground, client):
    ground.log()
    ask_week(relationship=ground.placement, monday=MONDAY, by=ground.actor("student"), at=LATER)
    ground.log(on=NEXT)
    TimeEntry.objects.filter(on=NEXT).get().moves.update(at=LATER + timedelta(hours=1))
    link = ActionLink.objects.get(act="hours.verify_week")
    assert link.person == ground.world.gwen
    with clock.moved_to(LATER + timedelta(hours=2)):
        shown = client.get(link_path(link.pk))
        assert shown.status_code == 200
        assert "Verify 8 h of Lena Fischer" in shown.content.decode()
        assert not TimeEntry.objects.filter(state="verified").exists()
        client.post(link_path(link.pk))
        assert list(TimeEntry.objects.filter(state="verified").values_list("on", flat=True)) == [
            MONDAY
        ]
        assert client.post(link_path(link.pk)).status_code == 410


def test_a_week_is_asked_for_once_a_day(ground):
    student = ground.actor("student")
    with pytest.raises(WrongState, match="Nothing of this week"):
        ask_week(relationship=ground.placement, monday=MONDAY, by=student, at=LATER)
    ground.log()
    ask_week(relationship=ground.placement, monday=MONDAY, by=student, at=LATER)
    with pytest.raises(WrongState, match="within the last day"):
        ask_week(relationship=ground.placement, monday=MONDAY, by=student, at=LATER)
    with pytest.raises(NotAllowed):
        ask_week(
            relationship=ground.placement,
            monday=date(2026, 11, 16),
            by=ground.actor("gwen"),
            at=LATER,
        )
