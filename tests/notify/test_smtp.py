"""Against a real mail server: one connection a batch, and what each answer means."""

import socket

import pytest

from guildhall.core.errors import WrongState
from guildhall.notify.actions.delivery import BACKOFF, deliver_due
from guildhall.notify.actions.immediate import send_now
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.models import Message
from guildhall.notify.states import MessageState
from tests.notify.factories import outgoing, send_one
from tests.notify.smtp_sink import running_sink
from tests.world import NOW

S = MessageState
pytestmark = pytest.mark.usefixtures("held_clock")


@pytest.fixture
def sink(settings):
    with running_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield sink


def test_batch_goes_over_one_connection(world, sink):
    send_many([outgoing(world.noor, f"k{n}", path="/inbox/") for n in range(20)], at=NOW)
    assert deliver_due(at=NOW).sent == 20
    assert (sink.connections, len(sink.taken)) == (1, 20)
    plain = sink.taken[0].get_body(("plain",)).get_content()
    html = sink.taken[0].get_body(("html",)).get_content()
    for text in (plain, html):
        assert "Hello Noor," in text
        assert "http://localhost:8000/inbox/" in text
        assert "You get this because you take part in a program." in text


def test_answers_decide_each_message_alone(world, sink):
    sink.answers = {
        "noor@alderbay.example": "550 no such mailbox",
        "gwen@alderbay.example": "451 greylisted",
    }
    failed = send_one(world.noor, "a")
    later = send_one(world.gwen, "b")
    fine = send_one(world.omar, "c")
    done = deliver_due(at=NOW)
    for message in (failed, later, fine):
        message.refresh_from_db()
    assert (done.failed, done.later, done.sent) == (1, 1, 1)
    assert (failed.state, failed.error) == (
        S.FAILED,
        "The receiving server refused the mail for good: 550 no such mailbox",
    )
    assert (later.state, later.send_after, later.error) == (
        S.QUEUED,
        NOW + BACKOFF[0],
        "The receiving server asked to try later: 451 greylisted",
    )
    assert fine.state == S.SENT

    sink.answers = {}
    assert deliver_due(at=NOW + BACKOFF[0]).sent == 1
    later.refresh_from_db()
    assert (later.state, later.tries, later.times_uncertain) == (S.SENT, 2, 0)


def test_server_that_hangs_up_leaves_it_uncertain_and_stops_the_round(world, sink):
    sink.answers = {"noor@alderbay.example": "drop"}
    dropped, waiting = send_one(world.noor, "a"), send_one(world.gwen, "b")
    done = deliver_due(at=NOW)
    dropped.refresh_from_db()
    waiting.refresh_from_db()
    assert (done.is_stopped, dropped.state, waiting.state) == (True, S.UNCERTAIN, S.QUEUED)
    sink.answers = {}
    deliver_due(at=NOW + BACKOFF[0])
    dropped.refresh_from_db()
    assert (dropped.state, dropped.times_uncertain) == (S.SENT, 1)
    copies = [m for m in sink.taken if m["Message-ID"] == dropped.message_id]
    assert len(copies) == 2
    assert copies[0]["Date"] == copies[1]["Date"]


def test_server_out_of_reach_fails_nothing(world, settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", taken.getsockname()[1]
        message = send_one(world.noor)
        done = deliver_due(at=NOW)
        message.refresh_from_db()
        assert (done.is_stopped, message.state, message.tries) == (True, S.QUEUED, 0)
        assert message.error.startswith("The mail server cannot be reached:")
        with pytest.raises(WrongState, match="could not be sent"):
            send_now("a@example.com", subject="Code", text="1234", at=NOW)
    assert Message.objects.count() == 1
