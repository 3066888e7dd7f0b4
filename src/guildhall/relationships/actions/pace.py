"""How a pair keeps going, as figures on its row, so that lists need not count meetings."""

from datetime import datetime

from guildhall.relationships.models import Relationship


def note_pace(
    row: Relationship,
    *,
    meetings_held: int,
    last_met_at: datetime | None,
    next_meeting_at: datetime | None,
) -> None:
    """Keep the figures; the room of meetings calls this with the row locked."""
    row.meetings_held = meetings_held
    row.last_met_at, row.next_meeting_at = last_met_at, next_meeting_at
    row.save(update_fields=["meetings_held", "last_met_at", "next_meeting_at"])


def note_agreed_cadence(row: Relationship, *, every_days: int | None, minutes: int | None) -> None:
    """Keep what the pair itself agreed on; None goes back to the program's plan."""
    row.agreed_every_days, row.agreed_minutes = every_days, minutes
    row.save(update_fields=["agreed_every_days", "agreed_minutes"])
