"""Who reads and writes what is for learning.

It is no assessment: the learner, whoever guides them now and, for tries, the named backup; nobody
who coordinates or manages.
The educator of a pair, whoever coordinates its program, reads a week that both have shared. Who
covers reads what was handed over, once they have said yes.
"""

from django.db.models import Exists, OuterRef, Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Membership
from guildhall.directory.states import STAFF, Role
from guildhall.instruction.models import Cover, Exchange, Try, Week
from guildhall.instruction.states import LIVE, CoverState
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.models import ProgramGrant
from guildhall.programs.states import Kind, ProgramRole, Side
from guildhall.relationships.access import PAIR, SEE_RELATIONSHIP, STANDS_IN, own_pairs
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import BEGUN

TAUGHT = Q(program__kind=Kind.PRECEPTORSHIP, is_circle=False, opened_at__isnull=False)


def _guided(actor: Actor) -> Q:
    """Pairs in which the actor guides now; a former preceptor no longer reads on."""
    return own_pairs(actor, side=Side.GUIDE) & TAUGHT & Q(state__in=BEGUN)


def _paired(actor: Actor) -> Q:
    return (own_pairs(actor, side=Side.LEARNER) & TAUGHT) | _guided(actor)


def _stood_in(actor: Actor) -> Q:
    """Pairs in which the actor is the named backup now."""
    pairs = actor.scopes(PAIR, STANDS_IN)
    return Q(pk__in=pairs) & TAUGHT & Q(state__in=BEGUN) if pairs else NOTHING


def _of_pairs(reach: Q) -> Q:
    """For rows that hang on a relationship of this reach."""
    return Q(relationship__in=Relationship.objects.filter(reach).order_by().values("pk"))


def _own(actor: Actor, field: str) -> Q:
    return NOTHING if actor.person_id is None else Q((field, actor.person_id))


def _guided_tries(actor: Actor) -> Q:
    """Tries of the learners whom the actor guides now, or stands in for, in the same framework and
    house, so that a new preceptor goes on where the last one was. Never one's own."""
    if actor.person_id is None:
        return NOTHING
    guided = Relationship.objects.filter(_guided(actor) | _stood_in(actor)).order_by()
    learners = Party.objects.filter(
        person_id=OuterRef("learner_id"),
        side=Side.LEARNER,
        left_at__isnull=True,
        relationship__in=guided.values("pk"),
        relationship__organization_id=OuterRef("relationship__organization_id"),
        relationship__program__framework_id=OuterRef("competency__version__framework_id"),
    )
    return Q(Exists(learners)) & ~_own(actor, "learner_id")


def _read_tries(actor: Actor) -> Q:
    return _own(actor, "learner_id") | _guided_tries(actor)


def _educated(actor: Actor) -> Q:
    """Pairs of the programs that the actor coordinates; where a program has nobody of its own,
    those of the house do."""
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    houses = actor.scopes(ORGANIZATION, Role.COORDINATOR)
    if not (programs or houses):
        return NOTHING
    own = ProgramGrant.objects.filter(
        program_id=OuterRef("program_id"), role=ProgramRole.COORDINATOR, ended_at__isnull=True
    )
    return Q(program_id__in=programs) | (Q(organization_id__in=houses) & ~Q(Exists(own)))


def _read_weeks(actor: Actor) -> Q:
    shared = Q(shared_at__isnull=False) & _of_pairs(_educated(actor) & TAUGHT)
    return _of_pairs(_paired(actor)) | shared


def _led(actor: Actor) -> Q:
    houses = actor.scopes(ORGANIZATION, *STAFF)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    reach = NOTHING
    if houses:
        reach |= Q(organization_id__in=houses)
    if programs:
        reach |= Q(program_id__in=programs)
    return reach & TAUGHT


def _covering(actor: Actor, *states: str) -> Q:
    """Covers of the actor, who still belongs to the house of the pair or to a partner of it."""
    if actor.person_id is None:
        return NOTHING
    program, house = OuterRef("relationship__program_id"), OuterRef("relationship__organization_id")
    belongs = Membership.objects.filter(
        Q(organization_id=house) | Q(organization__partner_programs=program),
        person_id=actor.person_id,
        ended_at__isnull=True,
    )
    return Q(person_id=actor.person_id, state__in=states) & Q(Exists(belongs))


LEARN_TOGETHER = declare(
    Access(
        "relationship.learn",
        "The learner and whoever guides them now write shift notes and share weeks; nobody else"
        " sees that they do.",
        Relationship,
        _paired,
    )
)
TRY_SKILLS = declare(
    Access(
        "relationship.try_skills",
        "The learner, whoever guides them now and their backup see the skills of the program and"
        " note tries.",
        Relationship,
        lambda actor: _paired(actor) | _stood_in(actor),
    )
)
READ_TRY = declare(
    Access(
        "try.read",
        "The learner, whoever guides them now and their backup read a try; nobody who coordinates"
        " or manages.",
        Try,
        _read_tries,
    )
)
CONFIRM_TRY = declare(
    Access(
        "try.confirm",
        "Whoever guides the learner now, or their backup, says yes to a try alone; never the"
        " learner.",
        Try,
        _guided_tries,
        read=READ_TRY,
    )
)
REMOVE_TRY = declare(
    Access(
        "try.remove",
        "Whoever noted a try takes it away.",
        Try,
        lambda actor: _own(actor, "noted_by_id") & _read_tries(actor),
        read=READ_TRY,
    )
)
READ_EXCHANGE = declare(
    Access(
        "exchange.read",
        "The learner and the preceptor of the pair read their shift notes, the other's once both"
        " have written or a day has passed.",
        Exchange,
        lambda actor: _of_pairs(_paired(actor)),
    )
)
READ_WEEK = declare(
    Access(
        "week.read",
        "The pair read their weeks; whoever coordinates the program reads what both have shared.",
        Week,
        _read_weeks,
    )
)
AGREE_FOCUS = declare(
    Access(
        "week.agree",
        "The pair, and whoever coordinates the program once a week is shared, set and agree to the"
        " focus of the next one.",
        Week,
        _read_weeks,
        read=READ_WEEK,
    )
)
ASK_COVER = declare(
    Access(
        "relationship.ask_cover",
        "The pair and those who coordinate it ask somebody to cover a shift.",
        Relationship,
        lambda actor: _paired(actor) | _led(actor),
        read=SEE_RELATIONSHIP,
    )
)
SEE_COVER = declare(
    Access(
        "cover.see",
        "The pair see who covers; whoever is asked or covers sees for whom, as long as it lasts.",
        Cover,
        lambda actor: _of_pairs(_paired(actor)) | _covering(actor, *LIVE),
    )
)
READ_HAND_OVER = declare(
    Access(
        "cover.read_hand_over",
        "The pair read what is handed over; whoever covers reads it from their yes to the end of"
        " the shift.",
        Cover,
        lambda actor: _of_pairs(_paired(actor)) | _covering(actor, CoverState.ACCEPTED),
        read=SEE_COVER,
    )
)
ANSWER_COVER = declare(
    Access(
        "cover.answer",
        "Whoever is asked to cover says yes or no.",
        Cover,
        lambda actor: _covering(actor, *LIVE),
        read=SEE_COVER,
    )
)
END_COVER = declare(
    Access(
        "cover.end",
        "The pair, those who coordinate it and whoever covers call it off.",
        Cover,
        lambda actor: _of_pairs(_paired(actor)) | _of_pairs(_led(actor)) | _covering(actor, *LIVE),
    )
)
