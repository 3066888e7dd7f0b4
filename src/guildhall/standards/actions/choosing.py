"""Which standards a program is held against."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.programs import change_program
from guildhall.programs.models import Program
from guildhall.standards.access import KEEP_STANDARDS
from guildhall.standards.packs import load_packs


def choose_packs(*, program: Program, packs: Sequence[str], by: Actor, at: datetime) -> Program:
    """Hold the program against these packs from now on; nobody is told. What earlier days said of
    others is kept. Refuses a pack that is not known, and a program that does not assess."""
    require(KEEP_STANDARDS, by, program)
    if not program.is_evaluative:
        words = _("This program does not assess anybody, so no standard of the field is about it.")
        raise InvalidInput(words)
    known = load_packs()
    if any(key not in known for key in packs):
        raise InvalidInput(_("Nothing is kept yet."), {"packs": _("Choose from the list.")})
    return change_program(program=program, by=by, at=at, standards=list(dict.fromkeys(packs)))
