"""Who reads a course, who works in it, and who runs it."""

from collections.abc import Callable

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import STAFF
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.models import Course, DemandedMeeting
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole, Side
from guildhall.relationships.access import SEE_RELATIONSHIP, of_own_pairs
from guildhall.relationships.models import Relationship

Reach = Callable[[Actor], Q]


def _worked(actor: Actor) -> Q:
    """Courses of the pairs in which the actor is."""
    return of_own_pairs(actor)


def _guided(actor: Actor) -> Q:
    return of_own_pairs(actor, side=Side.GUIDE)


def _run(actor: Actor) -> Q:
    """Courses that the actor coordinates; never one's own."""
    houses = actor.scopes(ORGANIZATION, *STAFF)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    if not houses and not programs:
        return NOTHING
    reach = Q(organization_id__in=houses) | Q(program_id__in=programs)
    return reach & ~Q(learner_id=actor.person_id or 0)


def _read(actor: Actor) -> Q:
    """Whoever sees the pair that works on it; a former preceptor no longer."""
    pairs = Relationship.objects.filter(SEE_RELATIONSHIP.reach(actor)).order_by()
    return Q(relationship_id__in=pairs.values("pk"))


def _of_course(reach: Reach) -> Reach:
    def of(actor: Actor) -> Q:
        return Q(course_id__in=Course.objects.filter(reach(actor)).order_by().values("pk"))

    return of


READ_COURSE = declare(
    Access(
        "course.read",
        "The pair that works on a course read all of it. Whoever sees the pair reads its dates and"
        " how its meetings stand, never what was written.",
        Course,
        _read,
    )
)
WORK_IN_COURSE = declare(
    Access(
        "course.work",
        "Only the pair write needs and plans, book demanded meetings, and sign.",
        Course,
        _worked,
        read=READ_COURSE,
    )
)
HAND_OVER_COURSE = declare(
    Access(
        "course.hand_over",
        "Whoever guides in a course writes the note for whoever guides next.",
        Course,
        _guided,
        read=READ_COURSE,
    )
)
RUN_COURSE = declare(
    Access(
        "course.run",
        "Those who coordinate change the preceptor, the place, the working time and the last day;"
        " never the learner about themselves.",
        Course,
        _run,
        read=READ_COURSE,
    )
)
READ_DEMANDED = declare(
    Access(
        "demanded_meeting.read",
        "Whoever reads the course sees that a meeting is demanded and how it stands.",
        DemandedMeeting,
        _of_course(_read),
    )
)
MEET_DEMAND = declare(
    Access(
        "demanded_meeting.meet",
        "Only the pair book a demanded meeting, write what came of it, and sign that.",
        DemandedMeeting,
        _of_course(_worked),
        read=READ_DEMANDED,
    )
)
