"""A challenge stays in its pair; put without a name, nothing on any page or in any event tells."""

from datetime import timedelta

import pytest
from django.db import connection

from guildhall.audit.models import Event
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.mentoring.actions.challenges import (
    add_entry,
    change_challenge,
    pass_challenge_on,
    put_challenge,
    settle_challenge,
    take_challenge_back,
    take_entry_back,
)
from guildhall.mentoring.actions.lessons import begin_lesson
from guildhall.mentoring.actions.seats import leave_circle
from guildhall.mentoring.challenge_access import READ_CHALLENGE
from guildhall.mentoring.models import Challenge, ChallengeEntry
from guildhall.mentoring.queries.challenges import challenges_of
from guildhall.mentoring.wisdom_states import EntryKind
from guildhall.notify.models import Message, Notice
from guildhall.permissions.access import may
from guildhall.relationships.actions.course import close_relationship
from guildhall.safety.models import Worry
from tests.mentoring.wisdom import CAST, begin_circle, begin_pair
from tests.world import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def pair(world):
    return begin_pair(world)


@pytest.fixture
def circle(world):
    return begin_circle(world, "noor", "tomas", "omar")


def put(world, row, *, by="noor", **values):
    return put_challenge(
        **{
            "relationship": row,
            "title": "I froze at the bedside",
            "context": "It was loud",
            "by": world.actor(by),
            "at": NOW,
            **values,
        }
    )


def add(world, challenge, *, by="gwen", kind=EntryKind.OPTION, text="Breathe out first"):
    return add_entry(challenge=challenge, kind=kind, text=text, by=world.actor(by), at=NOW)


def test_it_is_sealed_read_by_the_pair_and_mailed_without_words(world, pair):
    challenge = put(world, pair)
    assert {n for n in CAST if may(READ_CHALLENGE, world.actor(n), challenge)} == {"noor", "gwen"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mentoring_challenge")
        assert "froze" not in " ".join(map(str, cursor.fetchone()))
    mail = Message.objects.get(kind="mentoring.challenge_put")
    assert mail.person == world.gwen
    assert "froze" not in f"{mail.subject} {mail.body}"


def test_each_side_adds_and_takes_back_its_own(world, pair):
    challenge = put(world, pair)
    option = add(world, challenge)
    add(world, challenge, by="noor", kind=EntryKind.TRIED, text="Did it")
    with pytest.raises(NotVisible):
        take_entry_back(entry=option, by=world.actor("noor"), at=LATER)
    take_entry_back(entry=option, by=world.actor("gwen"), at=LATER)
    assert [row.text for row in ChallengeEntry.objects.all()] == ["Did it"]


def test_only_whoever_put_it_settles_changes_and_takes_it_back(world, pair):
    challenge, gwen, noor = put(world, pair), world.actor("gwen"), world.actor("noor")
    with pytest.raises(NotAllowed):
        settle_challenge(challenge=challenge, is_settled=True, by=gwen, at=LATER)
    with pytest.raises(NotAllowed):
        take_challenge_back(challenge=challenge, by=gwen, at=LATER)
    with pytest.raises(NotVisible):
        change_challenge(
            challenge=challenge, title="x", context="", by=world.actor("maren"), at=LATER
        )
    settle_challenge(challenge=challenge, is_settled=True, by=noor, at=LATER)
    with pytest.raises(WrongState):
        add(world, challenge)
    settle_challenge(challenge=challenge, is_settled=False, by=noor, at=LATER)
    add(world, challenge)
    take_challenge_back(challenge=challenge, by=noor, at=LATER)
    assert not Challenge.objects.exists()
    assert not ChallengeEntry.objects.exists()


def test_a_pair_that_ended_takes_nothing_new_and_still_reads(world, pair):
    challenge = put(world, pair)
    close_relationship(relationship=pair, reason="", by=world.actor("noor"), at=LATER)
    with pytest.raises(WrongState):
        put(world, pair)
    with pytest.raises(WrongState):
        add(world, challenge)
    assert challenges_of(pair, actor=world.actor("noor"), on=LATER.date())


def test_without_a_name_only_in_a_circle_of_four(world, pair):
    with pytest.raises(WrongState):
        put(world, pair, is_anonymous=True)
    small = begin_circle(world, "tomas", "omar")
    with pytest.raises(WrongState) as refused:
        put(world, small, by="tomas", is_anonymous=True)
    assert "3 people" in refused.value.message
    assert not Challenge.objects.exists()


def test_without_a_name_no_event_mail_or_moment_tells_who(world, circle):
    told = Message.objects.count(), Notice.objects.count()
    before = Event.objects.count()
    challenge = put(world, circle, is_anonymous=True)
    add(world, challenge, by="noor")
    settle_challenge(challenge=challenge, is_settled=True, by=world.actor("noor"), at=NOW)
    assert (Message.objects.count(), Notice.objects.count()) == told
    events = Event.objects.order_by("pk")[before:]
    assert len(events) == 3
    assert {(event.account_id, event.person_id) for event in events} == {(None, None)}
    assert all(set(event.ids) == {"relationship"} for event in events)


def test_without_a_name_it_appears_the_next_day_and_by_month(world, circle, sign_in):
    challenge = put(world, circle, is_anonymous=True)
    list_page, page = f"/relationships/{circle.pk}/challenges/", f"/challenges/{challenge.code}/"
    with clock.moved_to(NOW):
        assert "I froze" not in sign_in("tomas").get(list_page).content.decode()
        assert "I froze" in sign_in("noor").get(list_page).content.decode()
    add(world, challenge, by="omar")
    add(world, challenge, by="noor", text="It came back")
    with clock.moved_to(LATER):
        for name in ("tomas", "omar", "gwen"):
            for path in (list_page, page):
                text = sign_in(name).get(path).content.decode()
                words = text.partition('id="content"')[2]
                assert "I froze" in words
                assert "November 2026" in words
                assert "Nov 17" not in words
                told = words.partition("sheet-work")[2]
                assert "Noor" not in told
                assert "Omar" not in told


def test_order_within_a_month_tells_nothing(world, circle):
    rows = [put(world, circle, title=f"No {n}", is_anonymous=True) for n in range(5)]
    found = challenges_of(circle, actor=world.actor("tomas"), on=LATER.date())
    assert [one.challenge.code for one in found] == sorted(row.code for row in rows)
    assert {one.who for one in found} == {""}


def test_whoever_left_the_circle_reads_it_no_more(world, circle):
    challenge = put(world, circle, is_anonymous=True)
    leave_circle(relationship=circle, by=world.actor("tomas"), at=LATER)
    assert not may(READ_CHALLENGE, world.actor("tomas"), challenge)


def test_who_leads_passes_it_on_and_no_name_goes_with_it(world, circle):
    challenge = put(world, circle, is_anonymous=True)
    with pytest.raises(NotAllowed):
        pass_challenge_on(challenge=challenge, words="Look", by=world.actor("tomas"), at=LATER)
    with pytest.raises(NotVisible):
        pass_challenge_on(challenge=challenge, words="Look", by=world.actor("maren"), at=LATER)
    pass_challenge_on(
        challenge=challenge, words="This sounds grave", by=world.actor("gwen"), at=LATER
    )
    worry = Worry.objects.get()
    assert "This sounds grave" in worry.text
    assert "I froze at the bedside" in worry.text
    assert "Noor" not in worry.text
    assert worry.reporter == world.gwen


def test_in_a_pair_nothing_is_passed_on_this_way(world, pair):
    challenge = put(world, pair)
    with pytest.raises(NotAllowed):
        pass_challenge_on(challenge=challenge, words="Look", by=world.actor("gwen"), at=LATER)


def test_without_a_name_it_becomes_no_lesson(world, circle):
    challenge = put(world, circle, is_anonymous=True)
    with pytest.raises(WrongState):
        begin_lesson(
            challenge=challenge, organization=world.alder, by=world.actor("noor"), at=LATER
        )


@pytest.mark.parametrize(
    ("values", "name"), [({"title": " "}, "title"), ({"context": "x" * 5001}, "context")]
)
def test_bad_challenges_are_named(world, pair, values, name):
    with pytest.raises(InvalidInput) as refused:
        put(world, pair, **values)
    assert name in refused.value.problems


def test_the_page_of_a_pair_leads_to_it(world, pair, sign_in, held_clock):
    client = sign_in("noor")
    answer = client.post(f"/relationships/{pair.pk}/challenges/", {"title": "Saying no"})
    assert answer.status_code == 303
    page = sign_in("gwen").get(f"/relationships/{pair.pk}/").content.decode()
    assert answer.headers["Location"] in page
    assert "Saying no" not in sign_in("maren").get(f"/relationships/{pair.pk}/").content.decode()
    added = sign_in("gwen").post(
        answer.headers["Location"], {"kind": "pitfall", "text": "Too late"}
    )
    assert added.status_code == 303
    assert "Too late" in client.get(answer.headers["Location"]).content.decode()
    lesson = client.post(f"{answer.headers['Location']}lesson/")
    assert lesson.status_code == 303
    assert "Saying no" in client.get(lesson.headers["Location"]).content.decode()
