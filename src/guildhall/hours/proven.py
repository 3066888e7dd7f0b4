"""What the chain proves of hours: those that somebody verified."""

from django.db.models import Q

from guildhall.audit.proven import Content, Proven, day, moment
from guildhall.hours.models import TimeEntry
from guildhall.hours.states import EntryState


def _entry(row: TimeEntry) -> Content:
    return {
        "pair": row.relationship_id,
        "organization": row.organization_id,
        "site": row.site_id,
        "unit": row.unit_id,
        "kind": row.kind,
        "on": day(row.on),
        "started_at": moment(row.started_at),
        "ended_at": moment(row.ended_at),
        "minutes": row.minutes,
        "is_simulated": row.is_simulated,
        "not_counted": row.not_counted,
        "note": row.note,
        "made_at": moment(row.made_at),
    }


def _verifier(row: TimeEntry) -> int | None:
    verified = (move.by_id for move in row.moves.all() if move.state == EntryState.VERIFIED)
    return next(verified, None)


HOURS = Proven(
    noun="Time entry",
    said="verified",
    model=TimeEntry,
    born=("hours_verified",),
    states={"hours_verified": EntryState.VERIFIED},
    rows=lambda: TimeEntry.objects.filter(
        ~Q(digest="") | Q(state=EntryState.VERIFIED)
    ).prefetch_related("moves"),
    content=_entry,
    people=lambda row: {"worker": row.person_id, "verifier": _verifier(row)},
    state=lambda row: row.state,
)
PROVEN = (HOURS,)
