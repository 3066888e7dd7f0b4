"""Past the planned end: asked once, closed kindly after silence, opened again with room."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.audit.models import Event
from guildhall.core.errors import NoRoomLeft, NotAllowed, NotVisible, WrongState
from guildhall.goals.actions.promises import make_promise
from guildhall.goals.models import Promise
from guildhall.meetings.actions.proposing import accept_time
from guildhall.meetings.models import Meeting
from guildhall.mentoring.actions.after_end import choose_next
from guildhall.mentoring.actions.endings import Review, choose_onward, write_review
from guildhall.mentoring.actions.overdue import ask_overdue, close_silent, reopen_pair
from guildhall.mentoring.models import AfterEnd, Ending
from guildhall.mentoring.queries.endings import endings_to_choose
from guildhall.notify.models import Message
from guildhall.people.models import Profile
from guildhall.programs.models import Enrollment, NeverPair
from guildhall.relationships.actions.course import (
    close_relationship,
    pause_relationship,
    resume_relationship,
)
from guildhall.relationships.models import Closure, Relationship
from guildhall.relationships.queries.places import rooms
from tests.agreements.factories import begun_pair, circle
from tests.meetings.factories import propose
from tests.mentoring.ending import informal
from tests.world import NOW

DAY = timedelta(days=1)


@pytest.fixture
def row(world) -> Relationship:
    """Gwen and Noor; their last day was yesterday."""
    pair = begun_pair(world)
    Relationship.objects.filter(pk=pair.pk).update(ends_on=(NOW - DAY).date())
    pair.refresh_from_db()
    return pair


def told(kind):
    found = Message.objects.filter(kind=f"mentoring.{kind}").order_by("person__given_name", "pk")
    return [message.person.given_name for message in found]


def closed(row) -> Relationship:
    """Asked, and closed after a month of silence."""
    assert ask_overdue(at=NOW) == 1
    assert close_silent(at=NOW + 31 * DAY) == 1
    row.refresh_from_db()
    return row


def states(world):
    rows = Enrollment.objects.filter(person__in=(world.gwen, world.noor))
    return dict(rows.values_list("person__given_name", "state"))


def test_both_are_asked_once_after_the_day_and_not_on_it(row):
    assert ask_overdue(at=NOW - DAY) == 0
    assert ask_overdue(at=NOW) == 1
    assert ask_overdue(at=NOW + DAY) == 0
    assert told("ending_passed") == ["Gwen", "Noor"]
    assert Event.objects.filter(kind="ending_asked").count() == 1


def test_whoever_has_said_so_is_not_asked_again(row, world):
    choose_onward(relationship=row, choice="close", by=world.actor("gwen"), at=NOW)
    assert ask_overdue(at=NOW) == 1
    assert told("ending_passed") == ["Noor"]


def test_silence_closes_it_in_the_ordinary_way(row, world):
    make_promise(
        relationship=row,
        text="Send the paper",
        owner=world.noor,
        due_on=None,
        by=world.actor("noor"),
        at=NOW,
    )
    time = propose(world, row, NOW + 60 * DAY).times.get()
    accept_time(time=time, by=world.actor("noor"), at=NOW)
    assert ask_overdue(at=NOW) == 1
    assert close_silent(at=NOW + 30 * DAY) == 0
    assert rooms([world.gwen.pk], on=NOW.date())[world.gwen.pk].held == 1
    assert close_silent(at=NOW + 31 * DAY) == 1
    assert close_silent(at=NOW + 32 * DAY) == 0
    row.refresh_from_db()
    assert (row.state, row.closed_at) == ("closed", NOW + 31 * DAY)
    closure = Closure.objects.get()
    assert (closure.reason, closure.closed_by) == ("unanswered", None)
    assert rooms([world.gwen.pk], on=NOW.date())[world.gwen.pk].held == 0
    assert states(world) == {"Gwen": "approved", "Noor": "finished"}
    assert Meeting.objects.get().state == "cancelled"
    assert Promise.objects.get().dropped_at == NOW + 31 * DAY
    assert told("closed_by_itself") == ["Gwen", "Noor"]
    assert not Message.objects.filter(kind="relationships.relationship_closed").exists()
    assert Ending.objects.get().settled_at == NOW + 31 * DAY


def test_the_program_says_for_how_long(row, world):
    row.program.plan["exits"]["closes_after_days"] = 10
    row.program.save()
    ask_overdue(at=NOW)
    assert close_silent(at=NOW + 10 * DAY) == 0
    assert close_silent(at=NOW + 11 * DAY) == 1


def test_an_answer_gives_the_other_as_long_again(row, world):
    ask_overdue(at=NOW)
    later = NOW + 20 * DAY
    until = (later + 100 * DAY).date()
    choose_onward(relationship=row, choice="extend", until=until, by=world.actor("noor"), at=later)
    assert close_silent(at=NOW + 45 * DAY) == 0
    choose_onward(
        relationship=row, choice="extend", until=until, by=world.actor("gwen"), at=NOW + 45 * DAY
    )
    row.refresh_from_db()
    assert (row.state, row.ends_on) == ("active", until)
    assert close_silent(at=NOW + 90 * DAY) == 0


def test_a_paused_pair_waits_until_it_goes_on(row, world):
    pause_relationship(relationship=row, by=world.actor("noor"), at=NOW)
    assert ask_overdue(at=NOW) == 0
    resume_relationship(relationship=row, by=world.actor("noor"), at=NOW)
    assert ask_overdue(at=NOW) == 1


def test_who_is_left_alone(row, world):
    """Circles, assessed programs and single conversations."""
    group = circle(world)
    Relationship.objects.filter(pk=group.pk).update(ends_on=(NOW - DAY).date(), is_circle=True)
    Relationship.objects.filter(pk=row.pk).update(takes="nothing")
    assert ask_overdue(at=NOW) == 0
    Relationship.objects.filter(pk=row.pk).update(takes="each")
    row.program.plan = {**row.program.plan, "evaluative": True}
    row.program.save()
    assert ask_overdue(at=NOW) == 0


def test_a_pause_meanwhile_keeps_it_open(row, world):
    ask_overdue(at=NOW)
    pause_relationship(relationship=row, by=world.actor("noor"), at=NOW + DAY)
    assert close_silent(at=NOW + 31 * DAY) == 0


def test_either_opens_it_again_for_thirty_days(row, world):
    closed(row)
    at = NOW + 61 * DAY
    choose_next(relationship=row, choice="somebody", by=world.actor("noor"), at=at)
    for name, error in (("maren", NotAllowed), ("olga", NotVisible), ("vera", NotAllowed)):
        with pytest.raises(error):
            reopen_pair(relationship=row, by=world.actor(name), at=at)
    with pytest.raises(WrongState, match="begin anew"):
        reopen_pair(relationship=row, by=world.actor("noor"), at=at + DAY)
    reopen_pair(relationship=row, by=world.actor("noor"), at=at)
    row.refresh_from_db()
    assert (row.state, row.closed_at, row.ends_on) == ("active", None, (at + 30 * DAY).date())
    assert not Closure.objects.exists()
    assert not AfterEnd.objects.exists()
    assert states(world) == {"Gwen": "matched", "Noor": "matched"}
    assert told("reopened") == ["Gwen"]
    assert Event.objects.filter(kind="relationship_reopened").count() == 1
    with pytest.raises(WrongState, match="goes on"):
        reopen_pair(relationship=row, by=world.actor("gwen"), at=at)
    # Both are asked once more, and silence closes it once more, with a new message.
    after = at + 31 * DAY
    assert ask_overdue(at=after) == 1
    assert close_silent(at=after + 31 * DAY) == 1
    assert told("closed_by_itself") == ["Gwen", "Gwen", "Noor", "Noor"]


def test_it_stays_closed_where_no_place_is_free(row, world):
    closed(row)
    Profile.objects.update_or_create(person=world.gwen, defaults={"capacity": 1, "changed_at": NOW})
    other = informal(world, world.gwen, world.tomas, at=NOW + 32 * DAY)
    with pytest.raises(NoRoomLeft, match="Try again once Gwen has a free place"):
        reopen_pair(relationship=row, by=world.actor("noor"), at=NOW + 33 * DAY)
    row.refresh_from_db()
    assert (row.state, Closure.objects.count()) == ("closed", 1)
    close_relationship(relationship=other, by=world.actor("gwen"), at=NOW + 33 * DAY)
    reopen_pair(relationship=row, by=world.actor("noor"), at=NOW + 33 * DAY)


def test_it_stays_closed_where_the_two_are_kept_apart(row, world):
    closed(row)
    at = NOW + 33 * DAY
    said = NeverPair.objects.create(person=world.gwen, other=world.noor, said_at=at)
    refusal = "Gwen Castellan and Noor Rahimi cannot be paired any more"
    with pytest.raises(WrongState, match=refusal):
        reopen_pair(relationship=row, by=world.actor("noor"), at=at)
    said.delete()
    other = informal(world, world.gwen, world.noor, at=at)
    Relationship.objects.filter(pk=other.pk).update(contact_rests_since=at)
    with pytest.raises(WrongState, match=refusal):
        reopen_pair(relationship=row, by=world.actor("noor"), at=at)
    row.refresh_from_db()
    assert (row.state, Closure.objects.count()) == ("closed", 1)


def test_every_other_end_stays(row, world):
    close_relationship(relationship=row, by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState, match="begin anew"):
        reopen_pair(relationship=row, by=world.actor("gwen"), at=NOW)


def test_today_asks_with_as_many_queries_for_three_as_for_one(row, world):
    ask_overdue(at=NOW)

    def asked(ids) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            found = endings_to_choose(ids, person_id=world.noor.pk, on=NOW.date())
            assert all(not ending.choices.all() for ending in found)
        return len(found), len(queries)

    assert asked([row.pk]) == (1, 2)
    more = [row.pk]
    for person in (world.omar, world.tomas):
        pair = informal(world, person, world.noor)
        Relationship.objects.filter(pk=pair.pk).update(ends_on=(NOW - DAY).date())
        more.append(pair.pk)
    ask_overdue(at=NOW)
    assert asked(more) == (3, 2)
    choose_onward(relationship=row, choice="close", by=world.actor("noor"), at=NOW)
    assert asked(more) == (2, 2)
    choose_onward(relationship=row, choice="informal", by=world.actor("gwen"), at=NOW)
    assert asked([row.pk])[0] == 0


def test_words_are_still_kept_after_it_closed_by_itself(row, world):
    closed(row)
    review = write_review(
        relationship=row,
        review=Review(thanks="For your patience"),
        by=world.actor("noor"),
        at=NOW + 32 * DAY,
    )
    assert review.thanks == "For your patience"
