"""Meetings, first steps, pause and end."""

from datetime import date, timedelta

import pytest
from django.db import connection

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.meetings.actions.logging import log_meeting
from guildhall.meetings.models import Meeting
from guildhall.notify.models import Message
from guildhall.programs.models import Enrollment
from guildhall.relationships.actions.course import (
    close_relationship,
    pause_relationship,
    resume_relationship,
)
from guildhall.relationships.actions.steps import complete_step, reopen_step
from guildhall.relationships.queries.places import free_places
from tests.world import NOW

TODAY = NOW.date()


def met(pair, world, **values):
    return log_meeting(
        **{
            "relationship": pair.relationship,
            "on": TODAY,
            "minutes": 45,
            "mode": "video",
            "by": world.actor("noor"),
            "at": NOW,
            **values,
        }
    )


def test_we_met(pair, world):
    meeting = met(pair, world, line="  Say it back first. ")
    assert (meeting.state, meeting.minutes, meeting.mode) == ("held", 45, "video")
    assert (meeting.line, meeting.logged_by) == ("Say it back first.", world.noor)
    event = Event.objects.get(kind="meeting_logged")
    assert event.ids == {"relationship": pair.relationship.pk}
    with connection.cursor() as cursor:
        cursor.execute("SELECT line FROM meetings_meeting")
        assert "back first" not in cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 961}, "minutes"),
        ({"mode": "telepathy"}, "mode"),
        ({"line": "x" * 501}, "line"),
    ],
)
def test_a_bad_meeting_names_its_field(pair, world, values, field):
    with pytest.raises(InvalidInput) as refused:
        met(pair, world, **values)
    assert list(refused.value.problems) == [field]
    assert Meeting.objects.count() == 0


def test_a_day_is_logged_once(pair, world):
    met(pair, world)
    with pytest.raises(InvalidInput) as refused:
        met(pair, world, by=world.actor("gwen"))
    assert refused.value.problems == {"on": "A meeting on this day is logged already."}


def test_meetings_are_logged_in_an_active_pair_by_the_pair(offer, pair, world):
    with pytest.raises(WrongState, match="This one is: Offered"):
        met(offer, world)
    for name, error in (("maren", NotAllowed), ("tomas", NotVisible), ("olga", NotVisible)):
        with pytest.raises(error):
            met(pair, world, by=world.actor(name))


def test_first_steps_are_ticked_off_and_taken_back(pair, world):
    step = pair.relationship.first_steps.first()
    step = complete_step(step=step, by=world.actor("gwen"), at=NOW)
    assert (step.done_at, step.done_by) == (NOW, world.gwen)
    complete_step(step=step, by=world.actor("noor"), at=NOW + timedelta(days=1))
    step.refresh_from_db()
    assert step.done_at == NOW
    step = reopen_step(step=step, by=world.actor("noor"), at=NOW)
    assert step.done_at is None
    assert [e.kind for e in Event.objects.filter(kind__startswith="first_step")] == [
        "first_step_done",
        "first_step_reopened",
    ]
    with pytest.raises(NotAllowed):
        complete_step(step=step, by=world.actor("maren"), at=NOW)


def test_pause_and_resume(pair, offer, world):
    row = pause_relationship(relationship=pair.relationship, by=world.actor("noor"), at=NOW)
    assert row.state == "paused"
    assert free_places([pair.learner], at=NOW) == {pair.learner.pk: 0}
    with pytest.raises(WrongState, match="stands at “Paused”"):
        pause_relationship(relationship=row, by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState, match="Only those who let this pair rest"):
        resume_relationship(relationship=row, by=world.actor("maren"), at=NOW)
    row = resume_relationship(relationship=row, by=world.actor("gwen"), at=NOW)
    assert row.state == "active"
    with pytest.raises(WrongState):
        resume_relationship(relationship=row, by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState):
        resume_relationship(relationship=offer.relationship, by=world.actor("noor"), at=NOW)
    assert Message.objects.count() == 0


def test_a_coordinator_takes_up_what_they_paused_unless_the_pair_made_it_theirs(pair, world):
    row, maren = pair.relationship, world.actor("maren")
    pause_relationship(relationship=row, by=maren, at=NOW)
    with pytest.raises(WrongState, match="Only those who let this pair rest"):
        resume_relationship(relationship=row, by=world.actor("ada"), at=NOW)
    assert resume_relationship(relationship=row, by=maren, at=NOW).state == "active"
    pause_relationship(relationship=row, by=maren, at=NOW)
    pause_relationship(relationship=row, by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState, match="Only those who let this pair rest"):
        resume_relationship(relationship=row, by=maren, at=NOW)
    assert Event.objects.filter(kind="relationship_paused").count() == 2
    assert resume_relationship(relationship=row, by=world.actor("gwen"), at=NOW).state == "active"


def test_an_end_frees_places_and_tells_no_reason(pair, world):
    row = close_relationship(
        relationship=pair.relationship,
        by=world.actor("noor"),
        at=NOW,
        reason="shifts",
        words="Nights, mostly.",
        learners_wait=True,
    )
    assert (row.state, row.closed_at) == ("closed", NOW)
    assert (row.closure.reason, row.closure.words) == ("shifts", "Nights, mostly.")
    assert row.closure.closed_by == world.noor
    assert Enrollment.objects.get(pk=pair.guide.pk).state == "approved"
    assert Enrollment.objects.get(pk=pair.learner.pk).state == "waiting"
    messages = {m.person: m for m in Message.objects.all()}
    assert set(messages) == {world.gwen, world.noor}
    for message in messages.values():
        assert message.kind == "relationships.relationship_closed"
        assert "Nights" not in message.body
        assert "shifts" not in message.body
    with pytest.raises(WrongState):
        close_relationship(relationship=row, by=world.actor("gwen"), at=NOW)


def test_an_end_without_a_wish_finishes_the_learner(pair, world):
    close_relationship(relationship=pair.relationship, by=world.actor("maren"), at=NOW)
    assert Enrollment.objects.get(pk=pair.learner.pk).state == "finished"


def test_reasons_are_the_programs_own_and_optional(pair, world):
    with pytest.raises(InvalidInput) as refused:
        close_relationship(
            relationship=pair.relationship, by=world.actor("noor"), at=NOW, reason="lapsed"
        )
    assert list(refused.value.problems) == ["reason"]


def test_an_offer_is_answered_and_not_ended(offer, world):
    with pytest.raises(WrongState, match="Offered"):
        close_relationship(relationship=offer.relationship, by=world.actor("noor"), at=NOW)


@pytest.mark.parametrize(
    ("name", "error"), [("vera", NotAllowed), ("tomas", NotVisible), ("olga", NotVisible)]
)
@pytest.mark.parametrize("act", [pause_relationship, resume_relationship, close_relationship])
def test_who_may_steer(pair, world, name, error, act):
    with pytest.raises(error):
        act(relationship=pair.relationship, by=world.actor(name), at=NOW)


def test_the_day_is_that_of_whoever_logs(pair, world):
    world.noor.time_zone = "Pacific/Auckland"
    world.noor.save()
    late = NOW.replace(hour=14)
    assert met(pair, world, at=late, on=date(2026, 11, 17)).starts_at.date() == date(2026, 11, 17)
    with pytest.raises(InvalidInput):
        met(pair, world, at=late, on=date(2026, 11, 17), by=world.actor("gwen"))
