"""Taking hold of an entry, moving it on, and telling its people."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.audit.proven import proof, seal_row
from guildhall.core.errors import InvalidInput
from guildhall.core.transitions import require_transition
from guildhall.directory.models import Organization, Person
from guildhall.hours.models import EntryMove, TimeEntry
from guildhall.hours.proven import HOURS
from guildhall.hours.states import ENTRY_TRANSITIONS
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton, Outgoing
from guildhall.permissions.actor import Actor

LONGEST = 500


def held_person(person_id: int) -> Person:
    """The person, held until the transaction ends: their entries are written one after another."""
    return Person.objects.select_for_update(of=("self",)).get(pk=person_id)


def locked_entry(entry: TimeEntry) -> TimeEntry:
    """The entry as it is now, held until the transaction ends."""
    rows = TimeEntry.objects.select_for_update(of=("self",))
    return rows.select_related("person", "organization", "relationship__program").get(pk=entry.pk)


def move_entry(
    entry: TimeEntry, state: str, *, event: str, by: Actor, at: datetime, words: str = ""
) -> None:
    """One step of the entry's life, with its row and its event. Refuses one that does not fit."""
    sentence = _("These hours are %(state)s, so this does not fit any more.")
    require_transition(
        ENTRY_TRANSITIONS,
        entry.state,
        state,
        sentence % {"state": entry.get_state_display().lower()},
    )
    entry.state = state
    entry.save(update_fields=["state"])
    note_move(entry, event=event, by=by, at=at, words=words)


def note_move(entry: TimeEntry, *, event: str, by: Actor, at: datetime, words: str = "") -> None:
    """Keep who brought the entry where it is, and record it under the host; what was verified is
    sealed."""
    EntryMove.objects.create(entry=entry, state=entry.state, by_id=by.person_id, at=at, words=words)
    told_of: dict[str, int | str | None] = {"relationship": entry.relationship_id}
    if event in HOURS.born:
        seal_row(HOURS, entry)
        entry.save(update_fields=["salt", "digest"])
        told_of |= proof(HOURS, event, entry)
    record(event, by=by, subject=entry, at=at, organization_id=entry.organization_id, **told_of)


def require_words(words: str, *, field: str = "words") -> str:
    """A reason in a few words."""
    line = words.strip()
    if not line or len(line) > LONGEST:
        too_long = _("Keep it to %(most)d characters.") % {"most": LONGEST}
        problem = too_long if line else _("Write a few words.")
        raise InvalidInput(_("This is not saved yet."), {field: problem})
    return line


def told(
    kind: Kind,
    organization: Organization,
    to: Person,
    *,
    event: str,
    path: str,
    relationship: int | None = None,
    acts: tuple[ActButton, ...] = (),
    **values: str,
) -> Outgoing:
    """One message about hours; `event` keeps it from being told twice."""
    return Outgoing(
        kind=kind.key,
        to=to,
        values=values,
        key=f"{kind.key}:{event}:{to.pk}",
        organization=organization,
        about=f"relationship:{relationship}" if relationship else "",
        path=path,
        acts=acts,
    )
