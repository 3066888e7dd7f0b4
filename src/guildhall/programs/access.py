"""Who may see and change what in programs.

Three circles. Who *reads* a program sees all of it: staff and read-only staff of its
organization, its coordinators and viewers. Who *visits* it also comes in, and then sees only
part of the people: screeners see applications, staff of a partner see their own people. Everyone
else sees the programs that they may join, and their own part in them.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Membership
from guildhall.directory.states import READERS, STAFF
from guildhall.notify.access import message_reach
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor, Grant, grant_source
from guildhall.programs.models import (
    Cohort,
    Enrollment,
    JoinLink,
    Nomination,
    Program,
    ProgramGrant,
)
from guildhall.programs.states import EnrollmentState, ProgramRole

PROGRAM = "program"
IN_SCREENING = (EnrollmentState.APPLIED, EnrollmentState.SCREENING)


@grant_source
def program_grants(person_id: int) -> Iterable[Grant]:
    """Roles in programs, in one query."""
    held = ProgramGrant.objects.filter(person_id=person_id, ended_at__isnull=True)
    for program_id, role in held.values_list("program_id", "role"):
        yield Grant(PROGRAM, program_id, role)


def _read(actor: Actor, prefix: str) -> Q:
    roles = (ProgramRole.COORDINATOR, ProgramRole.VIEWER)
    return _within(actor, prefix, READERS, roles)


def reads_whole(actor: Actor, program: Program) -> bool:
    """Whether the actor reads all of a program: SEE_PROGRAM, told from the grants alone."""
    return reads_whole_of(actor, program=program.pk, house=program.organization_id)


def reads_whole_of(actor: Actor, *, program: int, house: int) -> bool:
    """The same of a program and its organization by their ids."""
    return (
        actor.is_system
        or actor.holds(ORGANIZATION, house, *READERS)
        or actor.holds(PROGRAM, program, ProgramRole.COORDINATOR, ProgramRole.VIEWER)
    )


def runs(actor: Actor, program: Program) -> bool:
    """Whether the actor changes a program: CHANGE_PROGRAM, told from the grants alone."""
    return (
        actor.is_system
        or actor.holds(ORGANIZATION, program.organization_id, *STAFF)
        or actor.holds(PROGRAM, program.pk, ProgramRole.COORDINATOR)
    )


def _run(actor: Actor, prefix: str) -> Q:
    return _within(actor, prefix, STAFF, (ProgramRole.COORDINATOR,))


def _screen(actor: Actor, prefix: str) -> Q:
    return _within(actor, prefix, STAFF, (ProgramRole.COORDINATOR, ProgramRole.SCREENER))


def _within(actor: Actor, prefix: str, org_roles: Iterable[str], roles: Iterable[str]) -> Q:
    """Rows whose program (at `prefix`, empty for programs themselves) the roles reach."""
    organizations = actor.scopes(ORGANIZATION, *org_roles)
    programs = actor.scopes(PROGRAM, *roles)
    if not organizations and not programs:
        return NOTHING
    path = f"{prefix}__" if prefix else ""
    return Q(**{f"{path}organization_id__in": organizations}) | Q(**{f"{path}pk__in": programs})


def programs_beyond_staff(actor: Actor) -> list[int]:
    """Programs that the actor coordinates without being staff of their organization."""
    held = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    if not held:
        return []
    staffed = actor.scopes(ORGANIZATION, *STAFF)
    programs = Program.objects.filter(pk__in=held).exclude(organization_id__in=staffed)
    return list(programs.values_list("pk", flat=True))


@message_reach
def cohort_messages(actor: Actor) -> Q:
    """Messages about the cohorts of the programs that the actor coordinates."""
    programs = programs_beyond_staff(actor)
    if not programs:
        return NOTHING
    cohorts = Cohort.objects.filter(program_id__in=programs)
    return Q(about__in=[f"cohort:{pk}" for pk in cohorts.values_list("pk", flat=True)])


def _visit(actor: Actor, prefix: str) -> Q:
    return (
        _read(actor, prefix)
        | _within(actor, prefix, (), (ProgramRole.SCREENER,))
        | Q(**{f"{prefix}__in" if prefix else "pk__in": _partnered(actor)})
    )


def _partnered(actor: Actor) -> QuerySet[Program]:
    """Programs in which an organization that the actor is staff of takes part as a partner."""
    staffed = actor.scopes(ORGANIZATION, *READERS)
    return Program.objects.filter(partners__in=staffed)


def _own(actor: Actor) -> Q:
    return Q(person_id=actor.person_id) if actor.person_id is not None else NOTHING


def _applications(actor: Actor) -> Q:
    """What a screener is there for: applications, and those that were screened."""
    if not actor.scopes(PROGRAM, ProgramRole.SCREENER):
        return NOTHING
    screened = Q(state__in=IN_SCREENING) | Q(screening__isnull=False)
    return _within(actor, "cohort__program", (), (ProgramRole.SCREENER,)) & screened


def _sent_people(actor: Actor) -> Q:
    """A partner's own people in the programs that it takes part in."""
    staffed = actor.scopes(ORGANIZATION, *READERS)
    if not staffed:
        return NOTHING
    own_people = Membership.objects.filter(organization_id__in=staffed, ended_at__isnull=True)
    return Q(cohort__program__in=_partnered(actor), person_id__in=own_people.values("person_id"))


def _visible_enrollments(actor: Actor) -> Q:
    return (
        _own(actor) | _read(actor, "cohort__program") | _applications(actor) | _sent_people(actor)
    )


VISIT_PROGRAM = declare(
    Access(
        "program.visit",
        "Staff and read-only staff of the organization or of a partner, and whoever holds a role"
        " in the program, open its page; screeners and partners see only their part of the people.",
        Program,
        lambda actor: _visit(actor, ""),
    )
)
SEE_PROGRAM = declare(
    Access(
        "program.see",
        "Staff and read-only staff of the organization and the program's coordinators and viewers"
        " see all of a program.",
        Program,
        lambda actor: _read(actor, ""),
        read=VISIT_PROGRAM,
    )
)
CHANGE_PROGRAM = declare(
    Access(
        "program.change",
        "Coordinators and administrators of the organization and the program's coordinators change"
        " it.",
        Program,
        lambda actor: _run(actor, ""),
        read=VISIT_PROGRAM,
    )
)
VISIT_COHORT = declare(
    Access(
        "cohort.visit",
        "Whoever may open the program's page may open those of its cohorts.",
        Cohort,
        lambda actor: _visit(actor, "program"),
    )
)
SEE_COHORT = declare(
    Access(
        "cohort.see",
        "Staff and read-only staff of the organization and the program's coordinators and viewers"
        " see everybody in a cohort, and its match rounds.",
        Cohort,
        lambda actor: _read(actor, "program"),
        read=VISIT_COHORT,
    )
)
CHANGE_COHORT = declare(
    Access(
        "cohort.change",
        "Coordinators and administrators of the organization and the program's coordinators bring"
        " people into a cohort, match and publish.",
        Cohort,
        lambda actor: _run(actor, "program"),
        read=VISIT_COHORT,
    )
)
PROPOSE_PEOPLE = declare(
    Access(
        "cohort.propose_people",
        "Coordinators and administrators of a partner propose their own people to a cohort; whoever"
        " runs the program sees them from then on.",
        Cohort,
        lambda actor: Q(
            program__in=Program.objects.filter(partners__in=actor.scopes(ORGANIZATION, *STAFF))
        ),
        read=VISIT_COHORT,
    )
)
CHANGE_JOIN_LINK = declare(
    Access(
        "join_link.change",
        "Whoever may change a cohort opens and closes the links into it.",
        JoinLink,
        lambda actor: _run(actor, "cohort__program"),
    )
)
SEE_ENROLLMENT = declare(
    Access(
        "enrollment.see",
        "People see their own; those who read the program see all; screeners see applications;"
        " staff of a partner see their own people.",
        Enrollment,
        _visible_enrollments,
    )
)
READ_ANSWERS = declare(
    Access(
        "enrollment.read_answers",
        "The applicant, whoever runs the program and its screeners read the answers of an"
        " application once it is handed in; read-only staff, managers and partners never do.",
        Enrollment,
        lambda actor: (
            _own(actor)
            | (
                (_run(actor, "cohort__program") | _applications(actor))
                & ~Q(state=EnrollmentState.DRAFT)
            )
        ),
        read=SEE_ENROLLMENT,
    )
)
ANSWER_ENROLLMENT = declare(
    Access(
        "enrollment.answer",
        "Only the person answers the questions of their own application.",
        Enrollment,
        _own,
        read=SEE_ENROLLMENT,
    )
)
WISH_FOR_PEOPLE = declare(
    Access(
        "enrollment.wish",
        "Only the person says, and reads on a page, whom they would like to work with.",
        Enrollment,
        _own,
        read=SEE_ENROLLMENT,
    )
)
WITHDRAW_ENROLLMENT = declare(
    Access(
        "enrollment.withdraw",
        "People withdraw themselves; whoever runs the program may do it for them.",
        Enrollment,
        lambda actor: _own(actor) | _run(actor, "cohort__program"),
        read=SEE_ENROLLMENT,
    )
)
CHANGE_ENROLLMENT = declare(
    Access(
        "enrollment.change",
        "Whoever runs the program changes places and marks prerequisites as met.",
        Enrollment,
        lambda actor: _run(actor, "cohort__program"),
        read=SEE_ENROLLMENT,
    )
)
RATE_ENROLLMENT = declare(
    Access(
        "enrollment.rate",
        "Whoever runs the program, and its screeners, rate applications; never their own.",
        Enrollment,
        lambda actor: _screen(actor, "cohort__program") & ~_own(actor),
        read=SEE_ENROLLMENT,
    )
)
DECIDE_ENROLLMENT = declare(
    Access(
        "enrollment.decide",
        "Whoever runs the program decides on applications; never on their own.",
        Enrollment,
        lambda actor: _run(actor, "cohort__program") & ~_own(actor),
        read=SEE_ENROLLMENT,
    )
)
ANSWER_NOMINATION = declare(
    Access(
        "nomination.answer",
        "Only the person who was nominated accepts or declines.",
        Nomination,
        lambda actor: Q(nominee_id=actor.person_id) if actor.person_id is not None else NOTHING,
    )
)
SEE_NOMINATION = declare(
    Access(
        "nomination.see",
        "The nominee, whoever nominated them, and those who read the program.",
        Nomination,
        lambda actor: (
            (
                Q(nominee_id=actor.person_id) | Q(nominated_by_id=actor.person_id)
                if actor.person_id is not None
                else NOTHING
            )
            | _read(actor, "cohort__program")
        ),
    )
)
