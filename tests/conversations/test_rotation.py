"""Keys are rotated while people write, and nothing is lost, on either database."""

from threading import Event, Thread

import pytest
from cryptography.fernet import Fernet
from django.db import connection, connections

from guildhall.conversations.actions.notes import change_note, write_note
from guildhall.conversations.models import Note
from guildhall.conversations.states import Readers
from guildhall.core import rotation
from guildhall.core.errors import GuildhallError
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.world import NOW, build_world

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
NOTES = rotation.Column("conversations_note", "id", "text")


def make_notes(world, count):
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    noor = world.actor("noor")
    return [
        write_note(relationship=pair, text=f"Note {n}", readers=Readers.SELF, by=noor, at=NOW)
        for n in range(count)
    ]


def rotate_all(told=lambda n: None):
    return {str(column): rotation.rotate(column, told=told) for column in rotation.sealed_columns()}


def test_every_sealed_column_is_known():
    known = {str(column) for column in rotation.sealed_columns()}
    assert {"conversations_note.text", "conversations_post.text", "meetings_meeting.line"} <= known


def test_all_is_read_with_the_new_key_alone(world, settings):
    settings.GUILDHALL_FIELD_KEYS = [OLD]
    make_notes(world, 3)
    settings.GUILDHALL_FIELD_KEYS = [NEW, OLD]
    assert rotate_all()["conversations_note.text"] == 3
    assert rotate_all()["conversations_note.text"] == 0
    settings.GUILDHALL_FIELD_KEYS = [NEW]
    assert sorted(note.text for note in Note.objects.all()) == ["Note 0", "Note 1", "Note 2"]


def test_whoever_writes_meanwhile_wins(world, settings, monkeypatch):
    settings.GUILDHALL_FIELD_KEYS = [OLD]
    (note,) = make_notes(world, 1)
    settings.GUILDHALL_FIELD_KEYS = [NEW, OLD]
    seal = rotation.encrypt

    def written_in_between(text):
        noor = world.actor("noor")
        change_note(note=note, text="Newer", readers=Readers.SELF, by=noor, at=NOW)
        return seal(text)

    monkeypatch.setattr(rotation, "encrypt", written_in_between)
    assert rotation.rotate(NOTES) == 0
    settings.GUILDHALL_FIELD_KEYS = [NEW]
    assert Note.objects.get().text == "Newer"


def test_a_missing_key_stops_it_and_loses_nothing(world, settings):
    settings.GUILDHALL_FIELD_KEYS = [OLD]
    make_notes(world, 1)
    settings.GUILDHALL_FIELD_KEYS = [NEW]
    with pytest.raises(GuildhallError, match="key is missing"):
        rotation.rotate(NOTES)
    settings.GUILDHALL_FIELD_KEYS = [OLD]
    assert Note.objects.get().text == "Note 0"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="two writers need PostgreSQL")
def test_people_write_while_keys_are_rotated(settings):
    settings.GUILDHALL_FIELD_KEYS = [OLD]
    world = build_world()
    notes = make_notes(world, 40)
    settings.GUILDHALL_FIELD_KEYS = [NEW, OLD]
    done = Event()

    def write_on():
        try:
            noor, number = world.actor("noor"), 0
            while not done.is_set():
                note = notes[number % len(notes)]
                words = f"Changed {number}"
                change_note(note=note, text=words, readers=Readers.SELF, by=noor, at=NOW)
                last[note.pk], number = words, number + 1
        finally:
            connections.close_all()

    last = {note.pk: note.text for note in notes}
    writer = Thread(target=write_on)
    writer.start()
    for _round in range(3):
        rotation.rotate(NOTES)
    done.set()
    writer.join()
    rotation.rotate(NOTES)
    settings.GUILDHALL_FIELD_KEYS = [NEW]
    assert {note.pk: note.text for note in Note.objects.all()} == last
    assert connection.vendor == "postgresql"
