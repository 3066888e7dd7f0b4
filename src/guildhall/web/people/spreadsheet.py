"""The list of people as a spreadsheet: columns that an import reads back, and how they stand."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from guildhall.engine.tables import write_csv
from guildhall.permissions.actor import Actor
from guildhall.web.people.found import found_people
from guildhall.web.people.narrowing import Narrowing
from guildhall.web.people.rows import PersonRow, person_rows
from guildhall.web.people.standing import standing
from guildhall.web.people.turning import ORDER

AT_ONCE = 500


def people_csv(actor: Actor, narrowing: Narrowing, *, on: date) -> bytes:
    """Everybody found, in the order of the list. No cell can run as a formula."""
    headings = (
        _("First name"),
        _("Last name"),
        _("E-mail"),
        _("Number"),
        _("Job title"),
        _("Unit"),
        _("Organization"),
        _("Time zone"),
        _("Skills offered"),
        _("Takes part in"),
        _("Roles"),
        _("Paused"),
        _("Left on"),
    )
    return write_csv((_cells(row) for row in _all_rows(actor, narrowing, on=on)), headings)


def _all_rows(actor: Actor, narrowing: Narrowing, *, on: date) -> Iterator[PersonRow]:
    found = found_people(actor, narrowing, on=on).order_by(*ORDER)
    ids = list(found.values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        yield from person_rows(actor, ids[start : start + AT_ONCE], on=on)


def _cells(row: PersonRow) -> list[str | date | None]:
    listed = row.listed
    parts = (
        f"{part.side_word}, {part.program}: {standing(part.state).words}" for part in row.parts
    )
    paused = row.paused_until or (_("yes") if row.is_pausing else "")
    return [
        listed.given_name,
        listed.family_name,
        listed.email,
        listed.external_id,
        listed.job_title,
        listed.unit or "",
        listed.organization,
        listed.time_zone,
        "; ".join(row.offers),
        "; ".join(parts),
        "; ".join(row.roles),
        paused,
        listed.ended_at.date() if listed.ended_at else None,
    ]
