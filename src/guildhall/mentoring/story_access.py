"""Who reads a story, and who has a say about it."""

from django.db.models import Q

from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.mentoring.models import Story, StoryConsent
from guildhall.mentoring.wisdom_states import Audience, StoryState
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_PROGRAM
from guildhall.programs.models import Enrollment, Program
from guildhall.programs.states import MATCHABLE, EnrollmentState
from guildhall.relationships.access import of_own_pairs

TAKES_PART = (*MATCHABLE, EnrollmentState.FINISHED)


def own_programs(actor: Actor) -> Q:
    """Programs in which the actor takes or took part, and those that they see all of."""
    if actor.person_id is None:
        return NOTHING
    part = Enrollment.objects.filter(person_id=actor.person_id, state__in=TAKES_PART)
    return Q(pk__in=part.values("cohort__program_id")) | SEE_PROGRAM.reach(actor)


def _own(actor: Actor) -> Q:
    return Q(author_id=actor.person_id or 0)


def _told(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    programs = Program.objects.filter(own_programs(actor)).values("pk")
    houses = actor.scopes(ORGANIZATION, MEMBER)
    return Q(state=StoryState.TOLD) & (
        (Q(audience=Audience.PAIR) & of_own_pairs(actor))
        | Q(audience=Audience.PROGRAM, program__in=programs)
        | Q(audience=Audience.EVERYONE, organization_id__in=houses)
    )


READ_STORY = declare(
    Access(
        "story.read",
        "A story is read by its author, and by whom it is told to: a pair, everybody in a program"
        " and who runs it, or everybody in the organization.",
        Story,
        lambda actor: _own(actor) | _told(actor),
    )
)
CHANGE_STORY = declare(
    Access(
        "story.change",
        "Its author changes a story, tells it, takes it back and throws it away.",
        Story,
        _own,
        read=READ_STORY,
    )
)
ANSWER_CONSENT = declare(
    Access(
        "story_consent.answer",
        "Whoever was in a challenge says whether the lesson of it may be told further.",
        StoryConsent,
        lambda actor: Q(person_id=actor.person_id or 0),
    )
)
