"""Times are proposed by one and chosen by the other."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.meetings.actions.proposing import accept_time, propose_times, refuse_times
from guildhall.meetings.models import Meeting
from guildhall.meetings.telling import ACCEPT_TIME
from guildhall.notify.actions.links import use_link
from guildhall.notify.envelope import rendered
from guildhall.notify.links import LinkGone, link_token
from guildhall.notify.models import ActionLink, Message
from guildhall.relationships.actions.course import pause_relationship
from tests.meetings.factories import FRIDAY, THURSDAY, booked, links, propose, told
from tests.world import NOW


def test_the_other_gets_a_mail_with_each_time_as_their_clock_shows_it(pair, world):
    meeting = propose(world, pair)

    assert (meeting.state, meeting.starts_at, meeting.proposed_by) == (
        *("proposed", THURSDAY, world.gwen),
    )
    assert told("times_proposed") == [("Noor", "Gwen Castellan proposes times to meet")]
    text = rendered(Message.objects.get(kind="meetings.times_proposed")).text
    assert "Thursday, Nov 19, 2:30 pm" in text
    assert "Friday, Nov 20, 2:30 pm" in text
    assert "45 minutes, by video" in text
    assert [link.expires_at for link in links(world.noor, ACCEPT_TIME)] == [THURSDAY, FRIDAY]
    assert Event.objects.filter(kind="meeting_times_proposed").count() == 1


def test_choosing_books_it_and_both_are_told_in_their_own_time(pair, world):
    meeting = propose(world, pair)

    found = accept_time(time=meeting.times.last(), by=world.actor("noor"), at=NOW)

    assert (found.pk, found.state, found.starts_at, found.sequence) == (
        *(meeting.pk, "booked", FRIDAY, 0),
    )
    assert len(found.uid) == 32
    assert told("meeting_booked") == [
        ("Gwen", "Booked: Friday, Nov 20, 9:30 am with Noor Rahimi"),
        ("Noor", "Booked: Friday, Nov 20, 2:30 pm with Gwen Castellan"),
    ]
    pair.refresh_from_db()
    assert pair.next_meeting_at == FRIDAY
    assert Event.objects.filter(kind="meeting_booked").count() == 1


def test_choosing_twice_changes_nothing_and_another_one_is_refused(pair, world):
    first, second = propose(world, pair).times.all()
    accept_time(time=first, by=world.actor("noor"), at=NOW)
    accept_time(time=first, by=world.actor("noor"), at=NOW)

    assert len(told("meeting_booked")) == 2
    with pytest.raises(WrongState, match="has been chosen already"):
        accept_time(time=second, by=world.actor("noor"), at=NOW)


def test_one_click_in_the_mail_books_it_once_and_only_by_post(pair, world, client, held_clock):
    propose(world, pair)
    first, second = links(world.noor, ACCEPT_TIME)
    page = client.get(f"/a/{link_token(first.pk)}/").content.decode()
    assert "Meet on Thursday, Nov 19, 2:30 pm?" in page
    assert Meeting.objects.get().state == "proposed"

    use_link(token=link_token(first.pk), at=NOW)

    assert Meeting.objects.get().starts_at == THURSDAY
    with pytest.raises(LinkGone, match="has been used"):
        use_link(token=link_token(first.pk), at=NOW)
    with pytest.raises(WrongState, match="has been chosen already"):
        use_link(token=link_token(second.pk), at=NOW)
    with pytest.raises(LinkGone, match="has expired"):
        use_link(token=link_token(second.pk), at=FRIDAY)


def test_new_times_take_the_place_of_earlier_ones(pair, world):
    earlier = propose(world, pair).times.first()
    later = propose(world, pair, FRIDAY, by="noor")

    with pytest.raises(WrongState, match="taken back or replaced"):
        accept_time(time=earlier, by=world.actor("noor"), at=NOW)
    assert accept_time(time=later.times.get(), by=world.actor("gwen"), at=NOW).state == "booked"
    # nobody had planned by what gave way
    assert told("meeting_cancelled") == []


def test_who_proposes_does_not_choose(pair, world):
    time = propose(world, pair).times.first()
    with pytest.raises(NotAllowed, match="You proposed these times"):
        accept_time(time=time, by=world.actor("gwen"), at=NOW)


def test_a_time_that_has_passed_cannot_be_chosen(pair, world):
    time = propose(world, pair).times.first()
    with pytest.raises(WrongState, match="has passed"):
        accept_time(time=time, by=world.actor("noor"), at=THURSDAY)


@pytest.mark.parametrize("name", ["olga", "tomas", "maren", "ada", "vera"])
def test_nobody_else_proposes_or_chooses(pair, world, name):
    with pytest.raises((NotVisible, NotAllowed)):
        propose(world, pair, by=name)
    meeting = propose(world, pair)
    with pytest.raises(NotVisible):
        accept_time(time=meeting.times.first(), by=world.actor(name), at=NOW)
    with pytest.raises(NotVisible):
        refuse_times(meeting=meeting, by=world.actor(name), at=NOW)


@pytest.mark.parametrize(
    ("times", "values", "field"),
    [
        ([], {}, "times"),
        ([THURSDAY + timedelta(hours=n) for n in range(6)], {}, "times"),
        ([NOW], {}, "times"),
        ([NOW + timedelta(days=400)], {}, "times"),
        ([THURSDAY], {"minutes": 4}, "minutes"),
        ([THURSDAY], {"minutes": 481}, "minutes"),
        ([THURSDAY], {"mode": "telepathy"}, "mode"),
    ],
)
def test_bad_times_are_named(pair, world, times, values, field):
    with pytest.raises(InvalidInput) as caught:
        propose_times(
            relationship=pair,
            times=times,
            by=world.actor("gwen"),
            **{"minutes": 45, "mode": "video", "at": NOW, **values},
        )
    assert set(caught.value.problems) == {field}
    assert Meeting.objects.count() == 0


def test_a_pair_that_rests_does_not_plan(pair, world):
    time = propose(world, pair).times.first()
    pause_relationship(relationship=pair, by=world.actor("gwen"), at=NOW)

    with pytest.raises(WrongState, match="taken back or replaced"):
        accept_time(time=time, by=world.actor("noor"), at=NOW)
    with pytest.raises(WrongState, match="while a pair is active"):
        propose(world, pair)


def test_none_of_them_fit_and_taking_them_back(pair, world):
    refuse_times(meeting=propose(world, pair), by=world.actor("noor"), at=NOW)
    assert told("times_refused") == [("Gwen", "None of the times fit Noor Rahimi")]

    refuse_times(meeting=propose(world, pair), by=world.actor("gwen"), at=NOW)
    assert len(told("times_refused")) == 1
    assert set(Meeting.objects.values_list("state", flat=True)) == {"cancelled"}


def test_moving_keeps_the_meeting_and_tells_the_next_version(pair, world):
    meeting = booked(world, pair)
    proposal = propose(world, pair, FRIDAY, by="noor", moves=meeting, minutes=30)
    pair.refresh_from_db()
    assert pair.next_meeting_at == THURSDAY

    moved = accept_time(time=proposal.times.get(), by=world.actor("gwen"), at=NOW)

    assert (moved.pk, moved.uid, moved.sequence, moved.starts_at, moved.minutes) == (
        *(meeting.pk, meeting.uid, 1, FRIDAY, 30),
    )
    assert told("meeting_moved")[1] == (
        "Noor",
        "Moved: now Friday, Nov 20, 2:30 pm with Gwen Castellan",
    )
    proposal.refresh_from_db()
    assert proposal.state == "cancelled"
    with pytest.raises(WrongState, match="Only a booked meeting can be moved"):
        propose(world, pair, FRIDAY, moves=proposal)


def test_links_of_another_are_not_there(pair, world):
    propose(world, pair)
    link = ActionLink.objects.filter(person=world.noor).first()
    link.person = world.olga
    link.save()
    with pytest.raises(LinkGone):
        use_link(token=link_token(link.pk), at=NOW)
