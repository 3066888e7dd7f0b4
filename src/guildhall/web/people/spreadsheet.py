"""The list of people as a spreadsheet: columns that an import reads back, and how they stand."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from guildhall.engine.tables import write_csv
from guildhall.permissions.actor import Actor
from guildhall.web.people.found import found_people
from guildhall.web.people.narrowing import Narrowing
from guildhall.web.people.rows import PersonRow, person_rows
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
    membership = row.membership
    parts = (f"{part.side_word}, {part.program}: {part.standing.words}" for part in row.parts)
    paused = row.paused_until or (_("yes") if row.is_pausing else "")
    return [
        row.person.given_name,
        row.person.family_name,
        row.person.email,
        membership.external_id,
        membership.job_title,
        membership.unit.name if membership.unit else "",
        membership.organization.name,
        row.person.time_zone,
        "; ".join(row.offers),
        "; ".join(parts),
        "; ".join(row.roles),
        paused,
        membership.ended_at.date() if membership.ended_at else None,
    ]
