"""Writing at the end of a shift."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.instruction.access import LEARN_TOGETHER
from guildhall.instruction.actions.events import SHIFT_NOTE_WRITTEN
from guildhall.instruction.actions.rows import held, require_words
from guildhall.instruction.clocks import clocks
from guildhall.instruction.models import Exchange, ShiftNote
from guildhall.instruction.queries.exchanges import shared_end
from guildhall.instruction.queries.pair import local_day, local_time
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.actions.rows import own_party, present_parties, record_in_pair
from guildhall.relationships.models import Relationship


def write_shift_note(
    *, relationship: Relationship, on: date, first: str, second: str, by: Actor, at: datetime
) -> ShiftNote:
    """Two answers at the end of a shift, or those that the writer changes. Nobody is told.

    Refuses a day further back than a week or still to come, a shift that goes on for longer than
    an hour, and a change once the other has read it.
    """
    require(LEARN_TOGETHER, by, relationship)
    words = require_words({"first": first, "second": second}, needed=("first",))
    with transaction.atomic():
        row = held(relationship)
        party = own_party(present_parties(row), by)
        exchange = _exchange(row, on, at=at)
        is_open = exchange.opens_at(clocks().reveal) <= at
        found = exchange.notes.filter(person=party.person_id).first()
        if found is not None and is_open:
            raise WrongState(_("You both have read this one. It stays as it is."))
        note = found or ShiftNote(exchange=exchange, person=party.person, side=party.side)
        note.first, note.second, note.written_at = words["first"], words["second"], at
        note.save()
        sides = set(exchange.notes.values_list("side", flat=True))
        if exchange.completed_at is None and sides == {Side.GUIDE, Side.LEARNER}:
            exchange.completed_at = at
            exchange.save(update_fields=["completed_at"])
        record_in_pair(SHIFT_NOTE_WRITTEN, note, row, by=by, at=at)
    return note


def _exchange(row: Relationship, on: date, *, at: datetime) -> Exchange:
    """The exchange of the day; made where nobody has written yet."""
    found = row.exchanges.filter(on=on).first()
    if found is not None:
        return found
    today = local_day(row, at)
    if not today - clocks().back <= on <= today:
        raise InvalidInput(
            _("This is not saved yet."),
            {"on": _("Choose a day of the last %(n)d.") % {"n": clocks().back.days}},
        )
    end = shared_end(row, on)
    if end is not None and at < end - clocks().ask:
        raise WrongState(
            _("This shift goes on until %(end)s. You can write in its last hour.")
            % {"end": local_time(row, end)}
        )
    return Exchange.objects.create(relationship=row, on=on, ended_at=end or at)
