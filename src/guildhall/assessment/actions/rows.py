"""Taking hold of a passport, finding its pair, and telling its people."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Model
from django.utils.translation import gettext as _

from guildhall.assessment.models import Passport
from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotAllowed
from guildhall.directory.models import Person
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import Outgoing
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import BEGUN

LONGEST_LINE = 500


def locked_passport(passport: Passport) -> Passport:
    """The row as it is now, held until the transaction ends."""
    rows = Passport.objects.select_for_update(of=("self",))
    return rows.select_related("learner", "organization", "version").get(pk=passport.pk)


def open_pairs(passport: Passport) -> list[Relationship]:
    """The pairs that work with the passport now, the newest first."""
    return list(passport.relationships.filter(state__in=BEGUN).order_by("-opened_at", "-pk"))


def guides_of(pairs: list[Relationship]) -> list[Party]:
    """Whoever guides in these pairs now, in the order of the pairs."""
    found = Party.objects.filter(relationship__in=pairs, side=Side.GUIDE, left_at__isnull=True)
    order = [row.pk for row in pairs]
    return sorted(
        found.select_related("person"), key=lambda one: (order.index(one.relationship_id), one.pk)
    )


def day_of(passport: Passport, moment: datetime) -> date:
    """The day of a moment where the house is."""
    return moment.astimezone(ZoneInfo(passport.organization.time_zone)).date()


def person_of(by: Actor) -> Person:
    """Who acts; only people write into a passport."""
    if by.person_id is None:
        raise NotAllowed(_("Only people write into a passport."))
    return Person.objects.get(pk=by.person_id)


def record_in_passport(
    kind: str,
    thing: Model,
    passport: Passport,
    *,
    by: Actor,
    at: datetime,
    **more: str | int | None,
) -> None:
    """That something happened in this passport, under its organization."""
    house = passport.organization_id
    record(kind, by=by, subject=thing, at=at, organization_id=house, passport=passport.pk, **more)


def told(
    kind: Kind, passport: Passport, to: Person, *, event: str, path: str, **values: str
) -> Outgoing:
    """One message about a passport; the event names what it tells of, once a person."""
    return Outgoing(
        kind=kind.key,
        to=to,
        values=values,
        key=f"{kind.key}:{event}:{to.pk}",
        organization=passport.organization,
        about=f"passport:{passport.pk}",
        path=path,
    )


def require_lines(**lines: str) -> dict[str, str]:
    """The lines without blanks around them; refuses what is too long, by name."""
    trimmed = {name: line.strip() for name, line in lines.items()}
    problems = {
        name: _("Keep it to %(most)d characters.") % {"most": LONGEST_LINE}
        for name, line in trimmed.items()
        if len(line) > LONGEST_LINE
    }
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
    return trimmed
