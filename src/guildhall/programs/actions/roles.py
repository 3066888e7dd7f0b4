"""Roles in one program."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_PROGRAM
from guildhall.programs.actions.events import PROGRAM_ROLE_ENDED, PROGRAM_ROLE_GRANTED
from guildhall.programs.models import Program, ProgramGrant
from guildhall.programs.queries.offers import belongs
from guildhall.programs.states import ProgramRole


def grant_program_role(
    *, program: Program, person: Person, role: str, by: Actor, at: datetime
) -> ProgramGrant:
    """Make somebody coordinator, screener or viewer of one program. Holding it changes nothing.

    Refuses people who belong neither to the organization nor to a partner.
    """
    require(CHANGE_PROGRAM, by, program)
    if not belongs(person, program):
        raise InvalidInput(
            _("%(name)s does not belong to the organizations that take part.")
            % {"name": person.name},
            {"person": _("Choose a member.")},
        )
    with transaction.atomic():
        grant, is_new = ProgramGrant.objects.get_or_create(
            program=program,
            person=person,
            role=ProgramRole(role),
            ended_at=None,
            defaults={"granted_at": at},
        )
        if is_new:
            _record(PROGRAM_ROLE_GRANTED, grant, by=by, at=at)
    return grant


def end_program_role(*, grant: ProgramGrant, by: Actor, at: datetime) -> ProgramGrant:
    """Take a role in a program away; the row stays as history."""
    require(CHANGE_PROGRAM, by, grant.program)
    if grant.ended_at is not None:
        raise WrongState(_("This role has ended already."))
    with transaction.atomic():
        grant.ended_at = at
        grant.save(update_fields=["ended_at"])
        _record(PROGRAM_ROLE_ENDED, grant, by=by, at=at)
    return grant


def _record(kind: str, grant: ProgramGrant, *, by: Actor, at: datetime) -> None:
    record(
        kind,
        by=by,
        subject=grant.program,
        at=at,
        organization_id=grant.program.organization_id,
        person=grant.person_id,
        role=grant.role,
    )
