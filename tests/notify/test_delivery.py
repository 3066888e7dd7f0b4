"""From row to mail: once, whatever happens."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection

from guildhall.accounts.demo_mark import mark_as_demo
from guildhall.notify.actions.delivery import BACKOFF, LEASE, MAX_TRIES, deliver_due
from guildhall.notify.actions.immediate import send_now
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.models import KeptMail, Message, Preference
from guildhall.notify.states import MessageState
from tests.notify.backends import WorkerKilled
from tests.notify.factories import ACCEPT, outgoing, send_one
from tests.world import NOW, make_person

S = MessageState
pytestmark = pytest.mark.usefixtures("held_clock")


def use(settings, name: str) -> None:
    settings.EMAIL_BACKEND = f"tests.notify.backends.{name}"


def test_sent_mail_and_its_headers(world):
    message = send_one(world.noor, organization=world.alder, path="/relationships/7/")
    assert deliver_due(at=NOW).sent == 1
    message.refresh_from_db()
    assert (message.state, message.sent_at, message.tries, message.error) == (S.SENT, NOW, 1, "")
    [sent] = mail.outbox
    assert (sent.subject, sent.to) == (message.subject, ["noor@alderbay.example"])
    headers = sent.message()
    assert headers["Message-ID"] == message.message_id
    assert headers["Date"] == "Mon, 16 Nov 2026 09:00:00 +0000"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://localhost:8000/unsubscribe/")
    assert deliver_due(at=NOW).sent == 0


def test_kinds_that_must_arrive_offer_no_unsubscribing(world):
    send_one(world.noor, kind="tests.summoned")
    deliver_due(at=NOW)
    assert "List-Unsubscribe" not in mail.outbox[0].message()
    assert "It cannot be switched off" in mail.outbox[0].body


@pytest.mark.parametrize("backend", ["DiesAfterHandOver", "DiesBeforeHandOver"])
def test_worker_killed_between_claim_and_acknowledgement(world, settings, backend):
    message = send_one(world.noor)
    working = settings.EMAIL_BACKEND
    use(settings, backend)
    with pytest.raises(WorkerKilled):
        deliver_due(at=NOW)
    message.refresh_from_db()
    assert (message.state, message.lease_until) == (S.SENDING, NOW + LEASE)

    settings.EMAIL_BACKEND = working
    assert deliver_due(at=NOW + LEASE - timedelta(seconds=1)).sent == 0
    done = deliver_due(at=NOW + LEASE)
    message.refresh_from_db()
    assert (done.taken_back, done.sent, message.state) == (1, 1, S.SENT)
    assert message.times_uncertain == 1
    assert {sent.message()["Message-ID"] for sent in mail.outbox} == {message.message_id}
    assert {sent.message()["Date"] for sent in mail.outbox} == {"Mon, 16 Nov 2026 09:00:00 +0000"}
    assert len(mail.outbox) == (2 if backend == "DiesAfterHandOver" else 1)


def test_late_worker_cannot_write_over_the_one_that_took_over(world, settings):
    message = send_one(world.noor)
    use(settings, "DiesBeforeHandOver")
    with pytest.raises(WorkerKilled):
        deliver_due(at=NOW)
    claimed = Message.objects.filter(pk=message.pk).update(lease_token="another worker's")
    assert claimed == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_due(at=NOW).sent == 0
    message.refresh_from_db()
    assert (message.state, message.lease_token) == (S.SENDING, "another worker's")


def test_unexpected_error_leaves_it_uncertain_and_tries_later(world, settings):
    message = send_one(world.noor)
    use(settings, "Breaks")
    done = deliver_due(at=NOW)
    message.refresh_from_db()
    assert (done.later, message.state, message.send_after) == (1, S.UNCERTAIN, NOW + BACKOFF[0])
    assert message.error == "RuntimeError: out of order"


def test_last_try_fails_in_words(world, settings):
    message = send_one(world.noor)
    use(settings, "Breaks")
    at = NOW
    for pause in (*BACKOFF, timedelta()):
        deliver_due(at=at)
        at += pause
    message.refresh_from_db()
    assert (message.state, message.tries) == (S.FAILED, MAX_TRIES)
    assert message.error == f"Tried {MAX_TRIES} times. RuntimeError: out of order"


def test_message_that_cannot_be_written_fails_and_holds_up_nobody(world):
    broken = send_one(world.noor, "a")
    Message.objects.filter(pk=broken.pk).update(subject="one\nBcc: all@example.com")
    fine = send_one(world.gwen, "b")
    done = deliver_due(at=NOW)
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (done.failed, broken.state, done.sent, fine.state) == (1, S.FAILED, 1, S.SENT)
    assert broken.error.startswith("The mail could not be written: Header values")


def test_planned_messages_wait_for_their_time(world):
    later = NOW + timedelta(days=3)
    message = send_one(world.noor, send_after=later)
    assert deliver_due(at=later - timedelta(seconds=1)).sent == 0
    assert deliver_due(at=later).sent == 1
    message.refresh_from_db()
    assert message.state == S.SENT


def test_switched_off_meanwhile_is_cancelled(world):
    message = send_one(world.noor)
    Preference.objects.create(person=world.noor, kind="tests.paired", by_mail=False, changed_at=NOW)
    done = deliver_due(at=NOW)
    message.refresh_from_db()
    assert (done.cancelled, done.sent, message.state) == (1, 0, S.CANCELLED)
    assert mail.outbox == []


def test_hundreds_cost_two_statements_each_and_a_few_a_batch(world, django_assert_num_queries):
    people = [make_person(world.alder, f"Person{n} Test") for n in range(5)]
    send_many([outgoing(people[n % 5], f"many:{n}", acts=(ACCEPT,)) for n in range(500)], at=NOW)
    # Whether it is a demo, and taking back, once; ten batches of 50 with the rows, their links and
    # the preferences; one last look; and for each message the claim and the outcome.
    with django_assert_num_queries(2 + 10 * 3 + 1 + 500 * 2):
        assert deliver_due(at=NOW).sent == 500
    assert len({sent.message()["Message-ID"] for sent in mail.outbox}) == 500


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(world):
    send_many([outgoing(world.noor, f"many:{n}") for n in range(60)], at=NOW)
    mail.outbox.clear()
    Message.objects.update(state=S.QUEUED, tries=0)
    start = Barrier(2)

    def work():
        start.wait()
        try:
            return deliver_due(at=NOW).sent
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        sent = [job.result() for job in [workers.submit(work) for _ in range(2)]]
    ids = [message.message()["Message-ID"] for message in mail.outbox]
    assert sum(sent) == len(ids) == len(set(ids)) == 60
    assert set(Message.objects.values_list("state", "tries")) == {(S.SENT, 1)}


def test_demo_keeps_its_mail(world, db):
    type(world.noor.account).objects.all().delete()
    mark_as_demo(at=NOW)
    message = send_one(world.noor, acts=(ACCEPT,))
    deliver_due(at=NOW)
    send_now("code@example.com", subject="Sign-in code", text="Your code:\n\nA1B2", at=NOW)
    message.refresh_from_db()
    code, kept = KeptMail.objects.all()
    assert (message.state, mail.outbox) == (S.SENT, [])
    assert (kept.address, kept.message_id) == ("noor@alderbay.example", message.message_id)
    assert "http://localhost:8000/a/" in kept.text
    assert (code.address, code.subject) == ("code@example.com", "Sign-in code")
    assert "A1B2" in code.text


def test_immediate_mail_leaves_no_row(world):
    send_now("code@example.com", subject="Sign-in code", text="Your code:\n\nA1B2", at=NOW)
    assert [(m.subject, m.to) for m in mail.outbox] == [("Sign-in code", ["code@example.com"])]
    assert "A1B2" in mail.outbox[0].body
    assert not Message.objects.exists()
    assert not KeptMail.objects.exists()
