"""Kinds, acts and messages of the tests."""

from pathlib import Path

from guildhall.core.errors import WrongState
from guildhall.notify.actions.outbox import send
from guildhall.notify.kinds import Kind, declare_kind
from guildhall.notify.links import ActWords, register_act
from guildhall.notify.models import Message
from guildhall.notify.outgoing import ActButton, Outgoing
from tests.world import NOW

TEXTS = Path(__file__).parent / "texts_paired.toml"
VALUES = {"partner": "Gwen Castellan", "program": "Night school", "reasons": "- Both speak Spanish"}

PAIRED = declare_kind(
    Kind(
        key="tests.paired",
        label="You are matched",
        purpose="you take part in a program",
        texts_file=TEXTS,
        placeholders=VALUES,
    )
)
SUMMONED = declare_kind(
    Kind(
        key="tests.summoned",
        label="An answer is needed",
        purpose="somebody waits for your answer",
        texts_file=TEXTS,
        placeholders=VALUES,
        can_unsubscribe=False,
    )
)

ANSWERS: list[int] = []


def _accept(link, at):
    if link.subject_id == 404:
        raise WrongState("This pair has been closed meanwhile.")
    ANSWERS.append(link.subject_id)


def _describe(link):
    return ActWords(
        title=f"Accept pair {link.subject_id}?",
        button="Accept",
        done="You accepted.",
        text="Your partner is told.",
        path="/inbox/",
    )


register_act("tests.accept", _accept, _describe)
ACCEPT = ActButton("tests.accept", 7, "Accept")


def outgoing(to, key="paired:1", **changes) -> Outgoing:
    """A message to somebody, with values that fit."""
    return Outgoing(**{"kind": "tests.paired", "to": to, "values": VALUES, "key": key, **changes})


def send_one(to, key="paired:1", *, kind="tests.paired", at=NOW, **changes) -> Message:
    """Send and give the mail's row."""
    send(kind, to=to, values=VALUES, key=key, at=at, **changes)
    return Message.objects.get(key=key)
