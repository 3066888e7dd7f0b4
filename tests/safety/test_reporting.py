"""A worry reaches the right people at once, and nobody else at all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from guildhall.audit.models import Event
from guildhall.conversations.actions.posts import send_post
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.actions.members import grant_role
from guildhall.directory.models import RoleGrant
from guildhall.notify.models import Message, Notice
from guildhall.permissions.access import may, visible_to
from guildhall.permissions.actor import SYSTEM
from guildhall.relationships.actions.course import resume_relationship
from guildhall.relationships.actions.offers import accept_offer
from guildhall.safety.access import HANDLE_WORRY, READ_WORRY
from guildhall.safety.actions.choosing import choose_readers
from guildhall.safety.actions.handling import see_worry
from guildhall.safety.actions.reporting import (
    Report,
    add_words,
    let_contact_rest,
    remind_unseen,
    report_worry,
)
from guildhall.safety.hours import after_working_hours
from guildhall.safety.models import Rest, Worry
from guildhall.safety.queries.readers import readers_of
from tests.safety.conftest import PHONE, SECRET, acting, officer
from tests.world import NOW

OTHERS = ("gwen", "maren", "ada", "vera", "milo", "omar", "tomas", "olga")


def told(kind="report_waits"):
    rows = Message.objects.filter(kind=f"safety.{kind}").order_by("pk")
    return [message.person.given_name for message in rows]


def test_officers_are_told_at_once_and_the_mail_says_nothing(world, sara, carl, report):
    second = officer(world.alder, "Tess Moreau")
    worry = report()
    assert sorted(told()) == sorted([sara.given_name, second.given_name])
    for mail in Message.objects.filter(kind="safety.report_waits"):
        everything = mail.subject + mail.body + mail.small_print
        for word in ("Noor", "Gwen", "bicycle", "safe", "worry", "Alder"):
            assert word not in everything
        assert (mail.organization, mail.about) == (None, "")
        assert mail.path == f"/worries/{worry.code}/"
    event = Event.objects.get(kind="worry_reported")
    assert (event.organization_id, event.subject_id, event.ids) == (None, worry.pk, {})


def test_only_the_reporter_and_officers_read_it(world, sara, carl, report):
    worry = report()
    readers = [name for name in OTHERS if may(READ_WORRY, world.actor(name), worry)]
    assert readers == []
    assert not may(READ_WORRY, acting(carl), worry)
    assert may(READ_WORRY, world.actor("noor"), worry)
    assert not may(HANDLE_WORRY, world.actor("noor"), worry)
    assert may(HANDLE_WORRY, acting(sara), worry)
    assert list(visible_to(HANDLE_WORRY, acting(carl))) == []


def test_an_officer_of_the_pair_is_left_out(world, pair, sara, report):
    membership = world.gwen.memberships.get()
    grant_role(membership=membership, role="safety_officer", by=SYSTEM, at=NOW)
    worry = report()
    assert told() == [sara.given_name]
    assert not may(READ_WORRY, world.actor("gwen"), worry)


def test_without_officers_administrators_read(world, report):
    worry = report()
    assert readers_of(worry) == [world.ada]
    assert told() == ["Ada"]
    assert may(HANDLE_WORRY, world.actor("ada"), worry)


def test_an_officer_who_reports_does_not_handle_it(world, sara, report):
    membership = world.noor.memberships.get()
    grant_role(membership=membership, role="safety_officer", by=SYSTEM, at=NOW)
    worry = report()
    assert not may(HANDLE_WORRY, world.actor("noor"), worry)
    assert told() == [sara.given_name]


@pytest.mark.parametrize(
    ("kind", "wish"),
    [
        ("unsafe", "rest"),
        ("boundary", "rest"),
        ("harassment", "rest"),
        ("discrimination", "rest"),
        ("risk", "today"),
        ("confidence", "note"),
        ("other", "note"),
    ],
)
def test_what_happens_where_nothing_is_chosen(world, pair, report, kind, wish):
    assert report(kind).wish == wish
    pair.relationship.refresh_from_db()
    assert (pair.relationship.state == "paused") == (wish == "rest")


def test_contact_rests_at_once_and_nothing_tells_who_asked(world, pair, sara, report):
    report()
    row = pair.relationship
    row.refresh_from_db()
    assert (row.state, row.contact_rests_since) == ("paused", NOW)
    with pytest.raises(WrongState, match="rest for now"):
        send_post(relationship=row, text="Why?", by=world.actor("gwen"), at=NOW)
    words = {"noor": "rests for now", "gwen": "rests for now", "maren": "Only those who let"}
    for name, refusal in words.items():
        with pytest.raises(WrongState, match=refusal):
            resume_relationship(relationship=row, by=world.actor(name), at=NOW)
    event = Event.objects.get(kind="contact_rested")
    assert (event.person_id, event.account_id, event.organization_id) == (None, None, None)
    of_gwen = Notice.objects.filter(person=world.gwen, kind__startswith="safety.")
    assert not of_gwen.exists()


def test_an_offer_cannot_begin_while_contact_rests(world, offer, sara):
    report_worry(
        report=Report(kind="unsafe"),
        relationship=offer.relationship,
        by=world.actor("noor"),
        at=NOW,
    )
    with pytest.raises(WrongState, match="rests for now"):
        accept_offer(relationship=offer.relationship, by=world.actor("gwen"), at=NOW)


def test_a_wish_goes_before_what_is_usual_and_may_change_later(world, pair, sara, report):
    worry = report(wish="note")
    assert not Rest.objects.exists()
    for _again in range(2):
        let_contact_rest(worry=worry, by=world.actor("noor"), at=NOW)
    assert Rest.objects.count() == 1
    with pytest.raises(NotVisible):
        let_contact_rest(worry=worry, by=world.actor("gwen"), at=NOW)


def test_only_the_pair_report_about_it(world, pair):
    for name, error in (("maren", NotAllowed), ("vera", NotAllowed), ("olga", NotVisible)):
        with pytest.raises(error):
            report_worry(
                report=Report(kind="unsafe"),
                relationship=pair.relationship,
                by=world.actor(name),
                at=NOW,
            )
    assert not Worry.objects.exists()


def test_outside_a_pair_it_goes_to_ones_own_organization_or_program(world, pair, sara, carl):
    program = pair.relationship.program
    about = report_worry(
        report=Report(kind="harassment"), program=program, by=world.actor("noor"), at=NOW
    )
    assert (about.organization, about.wish) == (world.alder, "today")
    report_worry(
        report=Report(kind="other"), organization=world.calder, by=world.actor("olga"), at=NOW
    )
    assert told() == [sara.given_name, carl.given_name]
    with pytest.raises(NotVisible):
        report_worry(
            report=Report(kind="other"), organization=world.alder, by=world.actor("olga"), at=NOW
        )
    with pytest.raises(NotVisible):
        report_worry(report=Report(kind="other"), program=program, by=world.actor("olga"), at=NOW)
    with pytest.raises(InvalidInput):
        report_worry(report=Report(kind="other"), by=world.actor("noor"), at=NOW)


@pytest.mark.parametrize("values", [{"kind": "gossip"}, {"wish": "revenge"}, {"reach": "x" * 501}])
def test_bad_input_is_named(report, values):
    with pytest.raises(InvalidInput) as refused:
        report(**{"kind": "other", **values})
    assert set(refused.value.problems) == set(values)


def test_reminded_after_four_working_hours_and_then_daily_until_seen(world, sara, report):
    worry = report()
    assert worry.remind_at == NOW + timedelta(hours=4)
    assert remind_unseen(at=NOW + timedelta(hours=3, minutes=59)) == 0
    assert remind_unseen(at=NOW + timedelta(hours=4)) == 1
    assert remind_unseen(at=NOW + timedelta(hours=4)) == 0
    assert remind_unseen(at=NOW + timedelta(hours=27)) == 0
    assert remind_unseen(at=NOW + timedelta(hours=28)) == 1
    assert told() == [sara.given_name] * 3
    see_worry(worry=worry, by=acting(sara), at=NOW + timedelta(hours=30))
    assert remind_unseen(at=NOW + timedelta(days=9)) == 0
    assert told("news") == ["Noor"]


def test_where_nobody_can_read_it_its_reporter_hears_as_soon_as_somebody_could(world, report):
    RoleGrant.objects.filter(role="administrator").delete()
    worry = report()
    assert (told(), readers_of(worry)) == ([], [])
    assert remind_unseen(at=NOW + timedelta(hours=4)) == 1
    sara = officer(world.alder, "Sara Nyberg")
    assert readers_of(worry) == []
    assert told("news") == ["Noor"]
    choose_readers(worry=worry, people=[sara.pk], by=world.actor("noor"), at=NOW)
    assert told() == [sara.given_name]


def test_words_are_added_until_it_is_closed(world, sara, report):
    worry = report()
    add_words(worry=worry, text="And again today.", by=world.actor("noor"), at=NOW)
    assert told("report_added") == []
    see_worry(worry=worry, by=acting(sara), at=NOW)
    add_words(worry=worry, text="And once more.", by=world.actor("noor"), at=NOW)
    assert told("report_added") == [sara.given_name]
    with pytest.raises(NotAllowed):
        add_words(worry=worry, text="Mine.", by=acting(sara), at=NOW)
    with pytest.raises(NotVisible):
        add_words(worry=worry, text="Mine.", by=world.actor("gwen"), at=NOW)


def test_the_words_lie_sealed(world, sara, report):
    worry = report()
    add_words(worry=worry, text=SECRET, by=world.actor("noor"), at=NOW)
    held = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            held += [str(cell) for row in cursor.fetchall() for cell in row]
    everything = "\n".join(held)
    assert "bicycle" not in everything
    assert PHONE not in everything
    worry.refresh_from_db()
    assert (worry.text, worry.reach) == (SECRET, PHONE)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-16T09:00", "2026-11-16T13:00"),
        ("2026-11-16T15:30", "2026-11-17T11:30"),
        ("2026-11-16T13:00", "2026-11-16T17:00"),
        ("2026-11-16T22:00", "2026-11-17T13:00"),
        ("2026-11-20T16:00", "2026-11-23T12:00"),
        ("2026-11-21T10:00", "2026-11-23T13:00"),
    ],
)
def test_working_hours(start, end):
    begun = datetime.fromisoformat(start).replace(tzinfo=UTC)
    due = after_working_hours(begun, hours=4, time_zone="UTC")
    assert due == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_working_hours_are_those_of_the_place():
    begun = datetime(2026, 3, 27, 20, 0, tzinfo=UTC)  # Friday, 4 pm in New York
    due = after_working_hours(begun, hours=4, time_zone="America/New_York")
    assert due == datetime(2026, 3, 30, 16, 0, tzinfo=UTC)
