"""Who reads standards, and who records what they ask for."""

from django.db.models import Q

from guildhall.permissions.access import Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_PROGRAM, SEE_PROGRAM
from guildhall.programs.models import Program
from guildhall.standards.models import Attestation

READ_STANDARDS = declare(
    Access(
        "program.read_standards",
        "Those who run or read a program see where it stands against its standards.",
        Program,
        SEE_PROGRAM.reach,
        read=SEE_PROGRAM,
    )
)
KEEP_STANDARDS = declare(
    Access(
        "program.keep_standards",
        "Those who run a program choose its standards and record what only people know.",
        Program,
        CHANGE_PROGRAM.reach,
        read=READ_STANDARDS,
    )
)


def _readable(actor: Actor) -> Q:
    programs = Program.objects.filter(SEE_PROGRAM.reach(actor)).order_by()
    return Q(program_id__in=programs.values("pk"))


READ_ATTESTATION = declare(
    Access(
        "attestation.read",
        "Those who run or read a program read what was recorded for its standards, with its file.",
        Attestation,
        _readable,
    )
)
