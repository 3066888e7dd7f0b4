"""Who reads and moves concerns, decisions and appeals.

It is assessment: beside the pair, those who coordinate and the learner's manager read it. Until it
is shared, only whoever raised it and those who coordinate do. Nobody leads what is about them.
"""

from django.db.models import Exists, OuterRef, Q

from guildhall.concerns.models import Appeal, Concern, Decision
from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Membership
from guildhall.directory.states import STAFF, Role
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole, Side
from guildhall.relationships.access import SEE_RELATIONSHIP, of_own_pairs, own_pairs
from guildhall.relationships.models import Party, Relationship

SHARED = Q(shared_at__isnull=False)


def _is_learner(actor: Actor) -> Q:
    return NOTHING if actor.person_id is None else Q(learner_id=actor.person_id)


def _guided(actor: Actor) -> Q:
    return of_own_pairs(actor, side=Side.GUIDE) & ~_is_learner(actor)


def _led(actor: Actor) -> Q:
    """Where the actor coordinates the program or its organization, and is not the learner."""
    houses = actor.scopes(ORGANIZATION, *STAFF)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    if not (houses or programs):
        return NOTHING
    led = Q(relationship__organization_id__in=houses) | Q(relationship__program_id__in=programs)
    return led & ~_is_learner(actor)


def _managed(actor: Actor) -> Q:
    """What is about the actor's own reports, in the house in which they are."""
    houses = actor.scopes(ORGANIZATION, Role.MANAGER)
    if actor.person_id is None or not houses:
        return NOTHING
    reports = Membership.objects.filter(
        person_id=OuterRef("learner_id"),
        organization_id=OuterRef("relationship__organization_id"),
        manager_id=actor.person_id,
        ended_at__isnull=True,
    )
    return Q(relationship__organization_id__in=houses) & Q(Exists(reports))


def _reporting(actor: Actor) -> Q:
    """Pairs in which the actor's own reports learn."""
    houses = actor.scopes(ORGANIZATION, Role.MANAGER)
    if actor.person_id is None or not houses:
        return NOTHING
    reports = Membership.objects.filter(manager_id=actor.person_id, ended_at__isnull=True)
    learners = Party.objects.filter(
        side=Side.LEARNER,
        relationship__organization_id__in=reports.filter(person_id=OuterRef("person_id")).values(
            "organization_id"
        ),
    )
    return Q(organization_id__in=houses, pk__in=learners.values("relationship_id"))


def _raised(actor: Actor) -> Q:
    """What a guide raised in a pair in which they still are."""
    return _guided(actor) & Q(raised_by_id=actor.person_id)


def _worked(actor: Actor) -> Q:
    return (SHARED & _guided(actor)) | _raised(actor) | _led(actor)


def _read(actor: Actor) -> Q:
    return (SHARED & (_is_learner(actor) | _managed(actor))) | _worked(actor)


def _steered(actor: Actor, *, guides: bool) -> Q:
    """Pairs that the actor leads, or guides; none in which they learn."""
    houses = actor.scopes(ORGANIZATION, *STAFF)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR)
    reach = Q(organization_id__in=houses) | Q(program_id__in=programs)
    if guides:
        reach |= own_pairs(actor, side=Side.GUIDE)
    return reach & ~own_pairs(actor, side=Side.LEARNER)


RAISE_CONCERN = declare(
    Access(
        "concern.raise",
        "Whoever guides in a pair, and those who coordinate it, raise a concern; never the learner"
        " about themselves.",
        Relationship,
        lambda actor: _steered(actor, guides=True),
        read=SEE_RELATIONSHIP,
    )
)
DECIDE_PAIR = declare(
    Access(
        "relationship.decide",
        "Those who coordinate a pair make its final decision; never the learner about themselves.",
        Relationship,
        lambda actor: _steered(actor, guides=False),
        read=SEE_RELATIONSHIP,
    )
)
SEE_DECISIONS = declare(
    Access(
        "relationship.see_decisions",
        "The pair, those who coordinate it, and the learner's manager see what it came to.",
        Relationship,
        lambda actor: own_pairs(actor) | _steered(actor, guides=False) | _reporting(actor),
        read=SEE_RELATIONSHIP,
    )
)
READ_CONCERN = declare(
    Access(
        "concern.read",
        "Once it is shared: the pair, those who coordinate it and the learner's manager. Before"
        " that: whoever raised it, and those who coordinate.",
        Concern,
        _read,
    )
)
WORK_ON_CONCERN = declare(
    Access(
        "concern.work",
        "Whoever guides in the pair, and those who coordinate it, share, plan and review; never the"
        " learner.",
        Concern,
        _worked,
        read=READ_CONCERN,
    )
)
LEAD_CONCERN = declare(
    Access(
        "concern.lead",
        "Those who coordinate take up what was escalated, and pass on what is handled outside.",
        Concern,
        _led,
        read=READ_CONCERN,
    )
)
TAKE_BACK_CONCERN = declare(
    Access(
        "concern.take_back",
        "Whoever raised a concern, and those who coordinate, take it back.",
        Concern,
        lambda actor: _raised(actor) | _led(actor),
        read=READ_CONCERN,
    )
)
ANSWER_CONCERN = declare(
    Access(
        "concern.answer",
        "The learner says that they have read it, and how they see it.",
        Concern,
        lambda actor: SHARED & _is_learner(actor),
        read=READ_CONCERN,
    )
)


def _decided(actor: Actor) -> Q:
    return _is_learner(actor) | _guided(actor) | _led(actor) | _managed(actor)


READ_DECISION = declare(
    Access(
        "decision.read",
        "The pair, those who coordinate it, and the learner's manager.",
        Decision,
        _decided,
    )
)
APPEAL_DECISION = declare(
    Access(
        "decision.appeal",
        "Only the learner appeals.",
        Decision,
        _is_learner,
        read=READ_DECISION,
    )
)


def _appeals(concerns: Q, decisions: Q) -> Q:
    rows = Concern.objects.filter(concerns).order_by().values("pk")
    decided = Decision.objects.filter(decisions).order_by().values("pk")
    return Q(concern_id__in=rows) | Q(decision_id__in=decided)


READ_APPEAL = declare(
    Access(
        "appeal.read",
        "Whoever reads what it is about reads the appeal and its answer.",
        Appeal,
        lambda actor: _appeals(_read(actor), _decided(actor)),
    )
)
ANSWER_APPEAL = declare(
    Access(
        "appeal.answer",
        "Those who coordinate answer an appeal; whoever decided only where nobody else can.",
        Appeal,
        lambda actor: _appeals(_led(actor), _led(actor)),
        read=READ_APPEAL,
    )
)
