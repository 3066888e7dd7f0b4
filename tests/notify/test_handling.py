"""What coordinators do with messages, and what they are told about them."""

from datetime import timedelta

import pytest
from django.core import mail

from guildhall.audit.models import Event
from guildhall.core.errors import NotAllowed, NotVisible, WrongState
from guildhall.notify.actions.handling import (
    cancel_message,
    retry_failed,
    retry_message,
    send_mail_check,
)
from guildhall.notify.models import Message, Notice
from guildhall.notify.planned import PlannedMessages
from guildhall.notify.queries import going_out, planned
from guildhall.notify.queries import outbox as planned_queries
from guildhall.notify.queries.inbox import inbox, unread_count
from guildhall.notify.queries.outbox import GoingOut, OutboxFilter, messages
from guildhall.notify.states import MessageState
from tests.notify.factories import send_one
from tests.world import NOW

S = MessageState
DAY = timedelta(days=1)


def failed(world, key="f", **changes) -> Message:
    message = send_one(world.noor, key, **{"organization": world.alder, **changes})
    Message.objects.filter(pk=message.pk).update(
        state=S.FAILED, tries=8, error="550 no such mailbox"
    )
    message.refresh_from_db()
    return message


def test_failed_message_goes_out_again_to_the_present_address(
    world, held_clock, django_capture_on_commit_callbacks
):
    message = failed(world)
    world.noor.email = "new@alderbay.example"
    world.noor.save()
    with django_capture_on_commit_callbacks(execute=True):
        retry_message(message=message, by=world.actor("maren"), at=NOW)
    message.refresh_from_db()
    assert (message.state, message.tries, message.error) == (S.SENT, 1, "")
    assert [sent.to for sent in mail.outbox] == [["new@alderbay.example"]]
    event = Event.objects.get(kind="message_retried")
    assert (event.subject_id, event.organization_id) == (message.pk, world.alder.pk)


def test_all_failed_of_ones_own_organization(world):
    failed(world, "a")
    failed(world, "b")
    other = failed(world, "c", organization=world.calder)
    assert retry_failed(by=world.actor("maren"), at=NOW) == 2
    other.refresh_from_db()
    assert other.state == S.FAILED
    with pytest.raises(NotAllowed):
        retry_failed(by=world.actor("vera"), at=NOW)


def test_waiting_message_is_stopped_and_the_notice_stays(world):
    message = send_one(world.noor, organization=world.alder, send_after=NOW + DAY)
    cancel_message(message=message, by=world.actor("ada"), at=NOW)
    message.refresh_from_db()
    assert message.state == S.CANCELLED
    assert Notice.objects.filter(key=message.key).exists()
    assert Event.objects.get(kind="message_cancelled").subject_id == message.pk
    send_one(world.noor, message.key)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("state", [S.SENDING, S.SENT, S.FAILED, S.CANCELLED, S.UNCERTAIN])
def test_what_left_cannot_be_stopped(world, state):
    message = send_one(world.noor, organization=world.alder)
    Message.objects.update(state=state)
    with pytest.raises(WrongState, match="cannot be stopped any more"):
        cancel_message(message=message, by=world.actor("maren"), at=NOW)


@pytest.mark.parametrize("state", [S.QUEUED, S.SENDING, S.SENT, S.CANCELLED, S.UNCERTAIN])
def test_only_failed_ones_are_sent_again(world, state):
    message = send_one(world.noor, organization=world.alder)
    Message.objects.update(state=state)
    with pytest.raises(WrongState, match="has not failed"):
        retry_message(message=message, by=world.actor("maren"), at=NOW)


def test_who_may_handle_messages(world):
    message = failed(world)
    for action in (retry_message, cancel_message):
        for by, refusal in (("vera", NotAllowed), ("noor", NotVisible), ("olga", NotVisible)):
            with pytest.raises(refusal):
                action(message=message, by=world.actor(by), at=NOW)


def test_list_and_its_filters(world, django_assert_num_queries):
    first = failed(world, "a")
    send_one(world.gwen, "b", organization=world.alder, about="cohort:12")
    send_one(world.olga, "c", organization=world.calder)
    actor = world.actor("vera")
    with django_assert_num_queries(1):
        assert [(m.person.name, m.organization.name) for m in messages(actor)] == [
            ("Gwen Castellan", "Alder Bay Teaching Hospital"),
            ("Noor Rahimi", "Alder Bay Teaching Hospital"),
        ]
    assert messages(actor, OutboxFilter(state="failed")).get() == first
    assert messages(actor, OutboxFilter(about="cohort:12")).get().person == world.gwen
    assert messages(actor, OutboxFilter(words="rahimi noor")).get() == first
    # the subject is found by those who may read it
    assert not messages(actor, OutboxFilter(words="rahimi matched")).exists()
    found = messages(world.actor("maren"), OutboxFilter(words="rahimi matched"))
    assert found.get() == first
    assert not messages(world.actor("maren"), OutboxFilter(words="spanish")).exists()
    assert not messages(actor, OutboxFilter(kind="tests.summoned")).exists()
    assert not messages(world.actor("noor")).exists()


def test_what_goes_out_next(world, monkeypatch):
    later = PlannedMessages("tests.summoned", world.alder.pk, NOW + 2 * DAY, count=5)
    foreign = PlannedMessages("tests.summoned", world.calder.pk, NOW + DAY, count=9)
    sources = [lambda until: [m for m in (later, foreign) if m.at <= until]]
    monkeypatch.setattr(planned_queries, "SOURCES", sources)
    failed(world, "a")
    send_one(world.gwen, "b", organization=world.alder)
    send_one(world.gwen, "c", organization=world.alder, send_after=NOW + DAY)
    send_one(world.gwen, "d", organization=world.alder, send_after=NOW + 30 * DAY)
    assert going_out(world.actor("maren"), at=NOW, until=NOW + 7 * DAY) == GoingOut(
        waiting=1,
        planned=6,
        failed=1,
        next_at=NOW + DAY,
        by_kind={"tests.paired": 1, "tests.summoned": 5},
    )
    assert planned(NOW + 7 * DAY) == [foreign, later]


def test_notices_of_planned_messages_appear_in_time(world):
    send_one(world.noor, "now")
    send_one(world.noor, "then", send_after=NOW + DAY)
    assert [notice.key for notice in inbox(world.noor, at=NOW)] == ["now"]
    assert unread_count(world.noor, at=NOW) == 1
    assert unread_count(world.noor, at=NOW + DAY) == 2


def test_test_mail_goes_to_oneself(world):
    send_mail_check(to=world.maren, organization=world.alder, by=world.actor("maren"), at=NOW)
    message = Message.objects.get()
    assert (message.person, message.subject) == (
        world.maren,
        "Mail from Alder Bay Teaching Hospital works",
    )
    with pytest.raises(NotAllowed):
        send_mail_check(to=world.vera, organization=world.alder, by=world.actor("vera"), at=NOW)
