"""Organizations that take part in a program beside its own."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.models import Organization, Site, Unit
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_PROGRAM
from guildhall.programs.actions.programs import change_program
from guildhall.programs.models import Program


def add_partner(
    *, program: Program, organization: Organization, by: Actor, at: datetime
) -> Program:
    """From now on its members can take part, and its staff see their own people. Nobody is told.

    Refuses the program's own organization. A partner already changes nothing.
    """
    require(CHANGE_PROGRAM, by, program)
    if organization.pk == program.organization_id:
        raise InvalidInput(_("This is the program’s own organization. Its members belong anyway."))
    partners = list(program.partners.all())
    if organization in partners:
        return program
    return change_program(program=program, by=by, at=at, partners=[*partners, organization])


def remove_partner(
    *, program: Program, organization: Organization, by: Actor, at: datetime
) -> Program:
    """It takes part no longer: its members cannot join, and its staff see nothing of the program.

    Who takes part already stays. What the rule on joining said of it is taken out.
    """
    require(CHANGE_PROGRAM, by, program)
    partners = list(program.partners.all())
    if organization not in partners:
        raise NotVisible
    return change_program(
        program=program,
        by=by,
        at=at,
        partners=[row for row in partners if row != organization],
        eligibility=_without(program.eligibility, organization),
    )


def _without(rule: dict[str, Any], organization: Organization) -> dict[str, Any]:
    """The rule on joining without one organization; {} where it was open to nobody else.

    A list that would run empty closes the rule too: an empty list narrows nothing, and the rule
    must not open to more people than before.
    """
    if organization.pk not in rule.get("organizations", []):
        return rule
    gone = {
        "organizations": {organization.pk},
        "sites": set(Site.objects.filter(organization=organization).values_list("pk", flat=True)),
        "units": set(Unit.objects.filter(organization=organization).values_list("pk", flat=True)),
    }
    kept = {name: [pk for pk in rule.get(name, []) if pk not in gone[name]] for name in gone}
    is_empty = any(rule.get(name) and not kept[name] for name in gone)
    return {} if is_empty else {**rule, **kept}
