"""Notes: who reads them, what stays of them."""

import pytest
from django.db import connection

from guildhall.audit.models import Event
from guildhall.conversations.access import CHANGE_NOTE, READ_NOTE
from guildhall.conversations.actions.notes import change_note, throw_note_away, write_note
from guildhall.conversations.models import Note
from guildhall.conversations.states import Readers
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.permissions.access import may, visible_to
from tests.world import NOW

SECRET = "I rush when people disagree with me."


def note(pair, world, *, readers=Readers.SELF, text=SECRET, by="noor"):
    return write_note(
        relationship=pair.relationship, text=text, readers=readers, by=world.actor(by), at=NOW
    )


def raw_text() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM conversations_note")
        return cursor.fetchone()[0]


def test_a_note_is_sealed_and_leaves_only_ids_behind(pair, world):
    kept = note(pair, world, text=f"  {SECRET} ")
    assert kept.text == SECRET
    assert "rush" not in raw_text()
    event = Event.objects.get(kind="note_written")
    assert event.ids == {"relationship": pair.relationship.pk}


@pytest.mark.parametrize(
    ("readers", "who_reads"), [(Readers.SELF, {"noor"}), (Readers.PAIR, {"noor", "gwen"})]
)
def test_who_reads_it_is_answered_alike_for_one_and_for_many(pair, world, readers, who_reads):
    kept = note(pair, world, readers=readers)
    cast = ("noor", "gwen", "tomas", "omar", "maren", "ada", "vera", "milo", "olga")
    seen = {name for name in cast if may(READ_NOTE, world.actor(name), kept)}
    listed = {name for name in cast if visible_to(READ_NOTE, world.actor(name)).exists()}
    assert seen == listed == who_reads
    assert {name for name in cast if may(CHANGE_NOTE, world.actor(name), kept)} == {"noor"}


def test_only_the_author_changes_and_throws_away(pair, world):
    kept = note(pair, world, readers=Readers.PAIR)
    with pytest.raises(NotAllowed):
        change_note(note=kept, text="x", readers=Readers.PAIR, by=world.actor("gwen"), at=NOW)
    with pytest.raises(NotVisible):
        throw_note_away(note=kept, by=world.actor("maren"), at=NOW)
    changed = change_note(
        note=kept, text="Calmer.", readers=Readers.SELF, by=world.actor("noor"), at=NOW
    )
    assert (changed.text, changed.readers, changed.changed_at) == ("Calmer.", "self", NOW)
    throw_note_away(note=kept, by=world.actor("noor"), at=NOW)
    assert not Note.objects.exists()


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 10_001])
def test_no_words_and_far_too_many_are_refused(pair, world, text):
    with pytest.raises(InvalidInput) as refused:
        note(pair, world, text=text)
    assert "text" in refused.value.problems
    assert not Note.objects.exists()


def test_nothing_is_written_before_it_begins(offer, world):
    with pytest.raises(WrongState, match="everybody has said yes"):
        note(offer, world)


@pytest.mark.parametrize(("name", "error"), [("maren", NotAllowed), ("olga", NotVisible)])
def test_nobody_else_writes(pair, world, name, error):
    with pytest.raises(error):
        note(pair, world, by=name)
