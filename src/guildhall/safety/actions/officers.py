"""Officers are named and end in the open, and nobody comes to read a worry by it."""

from datetime import datetime

from guildhall.directory.models import Person, RoleGrant
from guildhall.directory.role_changes import on_role_ended, on_role_given
from guildhall.directory.states import Role
from guildhall.notify.kinds import Kind
from guildhall.permissions.actor import Actor
from guildhall.safety.access import HANDLING
from guildhall.safety.actions.telling import tell, tell_reporter
from guildhall.safety.messages import OFFICER_ENDED, OFFICER_NAMED, YOU_ARE_OFFICER
from guildhall.safety.queries.readers import (
    could_read,
    holders_of,
    parts_of,
    worries_of_nobody,
)


@on_role_given
def welcome_officer(grant: RoleGrant, by: Actor, at: datetime) -> None:
    """A new officer hears what it asks of them, all others who handle worries hear the name; whose
    worry nobody can read hears that somebody could be chosen."""
    if grant.role not in HANDLING:
        return
    organization = grant.membership.organization
    if grant.role == Role.SAFETY:
        _tell_others(OFFICER_NAMED, grant, by=by, at=at)
        person = grant.membership.person
        house = organization.name
        key = str(grant.pk)
        tell(YOU_ARE_OFFICER, [person], key=key, path="/worries/", at=at, house=house)
    for worry in worries_of_nobody(organization):
        if could_read(organization, besides=parts_of(worry)):
            tell_reporter(worry, f"somebody:{grant.pk}", at=at)


@on_role_ended
def part_with_officer(grant: RoleGrant, by: Actor, at: datetime) -> None:
    """The others hear who is no officer any more; whoever reported what nobody may read now hears
    that they may choose again."""
    if grant.role not in HANDLING:
        return
    if grant.role == Role.SAFETY:
        _tell_others(OFFICER_ENDED, grant, by=by, at=at)
    for worry in worries_of_nobody(grant.membership.organization):
        tell_reporter(worry, f"nobody:{grant.pk}", at=at)


def _tell_others(kind: Kind, grant: RoleGrant, *, by: Actor, at: datetime) -> None:
    """Administrators and officers, without the one it is about and the one who did it."""
    organization = grant.membership.organization
    person = grant.membership.person
    told = {person.pk, by.person_id}
    pages = (
        (Role.ADMINISTRATOR, f"/settings/organization/{organization.pk}/safety/"),
        (Role.SAFETY, "/worries/"),
    )
    for role, path in pages:
        to: list[Person] = [one for one in holders_of(organization, role) if one.pk not in told]
        told |= {one.pk for one in to}
        values = {"person": person.name, "house": organization.name}
        tell(kind, to, key=str(grant.pk), path=path, at=at, **values)
