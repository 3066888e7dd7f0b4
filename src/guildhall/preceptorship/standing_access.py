"""Who reads and moves a preceptor's standing, and who names, answers and ends a backup."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS, STAFF
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor, Grant, grant_source
from guildhall.preceptorship.models import Backup, Standing
from guildhall.programs.access import PROGRAM
from guildhall.programs.models import Enrollment
from guildhall.programs.states import LIVE, Kind, ProgramRole, Side
from guildhall.relationships.access import PAIR, SEE_RELATIONSHIP, STANDS_IN, own_pairs
from guildhall.relationships.models import Relationship
from guildhall.relationships.states import BEGUN


@grant_source
def backup_grants(person_id: int) -> Iterable[Grant]:
    """The pairs in which somebody stands in now, in one query."""
    rows = Backup.objects.filter(
        person_id=person_id,
        accepted_at__isnull=False,
        ended_at__isnull=True,
        relationship__state__in=BEGUN,
    )
    for pk in rows.values_list("relationship_id", flat=True):
        yield Grant(PAIR, pk, STANDS_IN)


def _own(actor: Actor) -> Q:
    return NOTHING if actor.person_id is None else Q(person_id=actor.person_id)


def _overseen(actor: Actor, roles: tuple[str, ...], program_roles: tuple[str, ...]) -> Q:
    """Standings of the actor's houses, and of those who guide in the programs they run."""
    houses = actor.scopes(ORGANIZATION, *roles)
    programs = actor.scopes(PROGRAM, *program_roles)
    reach = Q(organization_id__in=houses) if houses else NOTHING
    if programs:
        guiding = Enrollment.objects.filter(
            person_id=OuterRef("person_id"),
            side=Side.GUIDE,
            state__in=LIVE,
            cohort__program__in=programs,
            cohort__program__organization_id=OuterRef("organization_id"),
        )
        reach |= Q(Exists(guiding))
    return reach


def _run(actor: Actor) -> Q:
    return _overseen(actor, STAFF, (ProgramRole.COORDINATOR,)) & ~_own(actor)


def _listed(actor: Actor) -> Q:
    return _overseen(actor, READERS, (ProgramRole.COORDINATOR, ProgramRole.VIEWER))


def _read(actor: Actor) -> Q:
    return _own(actor) | _listed(actor)


READ_STANDING = declare(
    Access(
        "standing.read",
        "Preceptors read their own standing; those who run or read their house or program read it,"
        " too.",
        Standing,
        _read,
    )
)
OVERSEE_STANDINGS = declare(
    Access(
        "standing.oversee",
        "Those who run or read a house or a program list the standings of its preceptors.",
        Standing,
        _listed,
        read=READ_STANDING,
    )
)
CHANGE_STANDING = declare(
    Access(
        "standing.change",
        "Coordinators and administrators record training, certify, renew, suspend and reinstate;"
        " never themselves.",
        Standing,
        _run,
        read=READ_STANDING,
    )
)
RETIRE_STANDING = declare(
    Access(
        "standing.retire",
        "Preceptors retire, and coordinators and administrators retire them.",
        Standing,
        lambda actor: _own(actor) | _run(actor),
        read=READ_STANDING,
    )
)
READ_STANDING_REASONS = declare(
    Access(
        "standing.read_reasons",
        "The preceptor and whoever may suspend them read why; read-only staff does not.",
        Standing,
        lambda actor: _own(actor) | _run(actor),
        read=READ_STANDING,
    )
)
RECOGNIZE_SELF = declare(
    Access(
        "standing.recognize",
        "Preceptors write themselves a letter of recognition from what the house has recorded.",
        Standing,
        _own,
        read=READ_STANDING,
    )
)


def _of_preceptorships(actor: Actor) -> Q:
    houses = actor.scopes(ORGANIZATION, *STAFF)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    reach = own_pairs(actor, side=Side.GUIDE)
    reach |= Q(organization_id__in=houses) | Q(program_id__in=programs)
    learns = own_pairs(actor, side=Side.LEARNER)
    return reach & ~learns & Q(program__kind=Kind.PRECEPTORSHIP)


NAME_BACKUP = declare(
    Access(
        "relationship.name_backup",
        "Whoever guides a preceptorship, and those who coordinate it, name a backup and end that.",
        Relationship,
        _of_preceptorships,
        read=SEE_RELATIONSHIP,
    )
)


def _named(actor: Actor) -> Q:
    pairs = Relationship.objects.filter(_of_preceptorships(actor)).order_by()
    return Q(relationship__in=pairs.values("pk"))


def _own_backup(actor: Actor) -> Q:
    return _own(actor) & Q(ended_at__isnull=True)


READ_BACKUP = declare(
    Access(
        "backup.read",
        "Whoever was asked reads the naming, and so does whoever may name a backup for the pair.",
        Backup,
        lambda actor: _own_backup(actor) | _named(actor),
    )
)
ANSWER_BACKUP = declare(
    Access(
        "backup.answer",
        "Only whoever was asked says yes or no.",
        Backup,
        _own_backup,
        read=READ_BACKUP,
    )
)
END_BACKUP = declare(
    Access(
        "backup.end",
        "The backup steps back, or whoever may name one ends it.",
        Backup,
        lambda actor: _own_backup(actor) | _named(actor),
        read=READ_BACKUP,
    )
)
