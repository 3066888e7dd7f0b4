"""Notes: written, changed, thrown away."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from guildhall.conversations.access import CHANGE_NOTE
from guildhall.conversations.actions.attaching import attach, remove_attachments
from guildhall.conversations.actions.events import NOTE_CHANGED, NOTE_THROWN_AWAY, NOTE_WRITTEN
from guildhall.conversations.actions.rows import require_begun, require_words
from guildhall.conversations.models import Note
from guildhall.conversations.states import Readers
from guildhall.files.enclosed import Enclosure, require_fit
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import (
    locked,
    own_party,
    present_parties,
    record_in_pair,
    require_contact,
)
from guildhall.relationships.models import Relationship


def write_note(
    *,
    relationship: Relationship,
    text: str,
    readers: Readers,
    files: Sequence[Enclosure] = (),
    by: Actor,
    at: datetime,
) -> Note:
    """Write a note. Also after the end: looking back is part of it. Refuses no words."""
    require(ACT_IN_RELATIONSHIP, by, relationship)
    require_fit(files)
    with transaction.atomic():
        row = locked(relationship)
        require_begun(row)
        if readers == Readers.PAIR:
            require_contact(row)
        note = Note.objects.create(
            relationship=row,
            author=own_party(present_parties(row), by).person,
            readers=readers,
            text=require_words(text),
            written_at=at,
        )
        attach(files, row, person_id=note.author_id, at=at, note=note)
        record_in_pair(NOTE_WRITTEN, note, row, by=by, at=at)
    return note


def change_note(*, note: Note, text: str, readers: Readers, by: Actor, at: datetime) -> Note:
    """Change what a note says, or who reads it. Only its author may."""
    require(CHANGE_NOTE, by, note)
    with transaction.atomic():
        row = locked(note.relationship)
        note = Note.objects.select_for_update().get(pk=note.pk)
        if Readers.PAIR in (readers, note.readers):
            require_contact(row)
        note.text, note.readers, note.changed_at = require_words(text), readers, at
        note.save(update_fields=["text", "readers", "changed_at"])
        record_in_pair(NOTE_CHANGED, note, row, by=by, at=at)
    return note


def throw_note_away(*, note: Note, by: Actor, at: datetime) -> None:
    """It is gone for good; the page asks first. Only its author may."""
    require(CHANGE_NOTE, by, note)
    with transaction.atomic():
        record_in_pair(NOTE_THROWN_AWAY, note, note.relationship, by=by, at=at)
        remove_attachments(note)
        note.delete()
