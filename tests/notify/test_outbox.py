"""Telling people: notices and mails, once."""

import pytest
from django.core import mail
from django.db import transaction

from guildhall.notify.actions.outbox import Told, send, send_many
from guildhall.notify.models import ActionLink, Message, Notice, Preference
from guildhall.notify.states import MessageState
from guildhall.work.models import Job
from tests.notify.factories import ACCEPT, VALUES, outgoing, send_one
from tests.world import NOW, make_person

LATER = NOW.replace(day=20)


def test_send_writes_notice_mail_and_job(world):
    told = send(
        "tests.paired",
        to=world.noor,
        values=VALUES,
        key="paired:1",
        at=NOW,
        organization=world.alder,
        about="relationship:7",
        path="/relationships/7/",
    )
    assert told == Told(notices=1, messages=1)
    message = Message.objects.get()
    assert (message.subject, message.address, message.state, message.about) == (
        "You are matched with Gwen Castellan",
        "noor@alderbay.example",
        MessageState.QUEUED,
        "relationship:7",
    )
    assert message.body == (
        "Gwen Castellan and you were matched in Night school, because of this:\n\n"
        "- Both speak Spanish\n\nSay hello this week."
    )
    assert message.small_print == "Matched by Alder Bay Teaching Hospital."
    notice = Notice.objects.get()
    assert (notice.person, notice.title, notice.path, notice.read_at) == (
        world.noor,
        message.subject,
        "/relationships/7/",
        None,
    )
    job = Job.objects.get()
    assert (job.kind, job.payload) == ("notify.deliver", {"messages": 1})


def test_commit_wakes_the_delivery(world, held_clock, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        send_one(world.noor)
    assert [sent.to for sent in mail.outbox] == [["noor@alderbay.example"]]
    assert Message.objects.get().state == MessageState.SENT


def test_same_key_tells_once(world):
    send_one(world.noor)
    assert send_many([outgoing(world.noor), outgoing(world.gwen)], at=NOW) == Told(0, 0)
    told = send_many([outgoing(world.gwen, "x"), outgoing(world.gwen, "x")], at=NOW)
    assert told == Told(1, 1)
    assert Message.objects.count() == Notice.objects.count() == 2
    assert len(set(Message.objects.values_list("message_id", flat=True))) == 2


def test_rolled_back_change_tells_nobody(world):
    def change():
        with transaction.atomic():
            send_one(world.noor)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()
    assert not Message.objects.exists()
    assert not Notice.objects.exists()
    assert not Job.objects.exists()


def test_no_address_gives_the_notice_only(world):
    world.noor.email, world.noor.account = "", None
    assert send_many([outgoing(world.noor)], at=NOW) == Told(1, 0)
    assert not Message.objects.exists()
    assert not Job.objects.exists()


def test_account_address_stands_in(world):
    world.noor.email = ""
    send_many([outgoing(world.noor)], at=NOW)
    assert Message.objects.get().address == "noor@alderbay.example"


def test_inbox_only_gives_the_notice_only(world):
    for kind in ("tests.paired", "tests.summoned"):
        Preference.objects.create(person=world.noor, kind=kind, by_mail=False, changed_at=NOW)
    assert send_many([outgoing(world.noor)], at=NOW) == Told(1, 0)
    must = outgoing(world.noor, "paired:2", kind="tests.summoned")
    assert send_many([must], at=NOW) == Told(1, 1)


def test_later_messages_are_planned(world):
    message = send_one(world.noor, send_after=LATER)
    assert (message.state, message.send_after, message.dated_at) == ("planned", LATER, LATER)
    assert Notice.objects.get().created_at == LATER
    assert not Job.objects.exists()


def test_action_links_stand_in_the_body_without_their_secret(world):
    message = send_one(world.noor, acts=(ACCEPT,))
    link = ActionLink.objects.get()
    assert (link.person, link.act, link.subject_id) == (world.noor, "tests.accept", 7)
    assert message.body.endswith(f"\n\n[[link:{link.pk} Accept]]")
    assert "[[link" not in Notice.objects.get().text


def test_misuse_is_named(world):
    with pytest.raises(ValueError, match=r"tests\.nothing"):
        send_many([outgoing(world.noor, kind="tests.nothing")], at=NOW)
    with pytest.raises(ValueError, match=r"missing values \['partner', 'reasons'\].*\['pal'\]"):
        send_many([outgoing(world.noor, values={"program": "x", "pal": "y"})], at=NOW)
    with pytest.raises(ValueError, match="leads to a page of this house"):
        send_many([outgoing(world.noor, path="//evil.example/")], at=NOW)
    with pytest.raises(ValueError, match="1 to 150 characters"):
        send_many([outgoing(world.noor, "k" * 151)], at=NOW)
    assert not Notice.objects.exists()


def test_hundreds_cost_as_many_statements_as_their_inserts(world, django_assert_max_num_queries):
    people = [make_person(world.alder, f"Person{n} Test") for n in range(5)]
    # Keys (2), preferences, wordings, job (select, savepoint, insert, release), outer savepoint
    # pair; the rest are inserts, some fifty rows each on SQLite.
    messages = [
        outgoing(people[n % 5], f"many:{n}", organization=world.alder, acts=(ACCEPT,))
        for n in range(500)
    ]
    with django_assert_max_num_queries(60):
        assert send_many(messages, at=NOW) == Told(500, 500)
    with django_assert_max_num_queries(6):
        assert send_many(messages, at=NOW) == Told(0, 0)
