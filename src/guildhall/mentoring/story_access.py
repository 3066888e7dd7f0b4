"""Who reads a story, and who has a say about it."""

from django.db.models import Q

from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.mentoring.challenge_access import READ_CHALLENGE
from guildhall.mentoring.models import Challenge, Story, StoryConsent
from guildhall.mentoring.wisdom_states import Audience, StoryState
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_PROGRAM
from guildhall.programs.models import Enrollment, Program
from guildhall.programs.states import MATCHABLE, EnrollmentState
from guildhall.relationships.access import heard_in_own_pairs

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
    asked = StoryConsent.objects.filter(person_id=actor.person_id)
    return Q(state=StoryState.TOLD) & (
        (Q(audience=Audience.PAIR) & _heard(actor))
        | Q(pk__in=asked.values("story_id"))
        | Q(audience=Audience.PROGRAM, program__in=programs)
        | Q(audience=Audience.EVERYONE, organization_id__in=houses)
    )


def _heard(actor: Actor) -> Q:
    """Told to a pair while the actor was there; a lesson, if its challenge was, too."""
    origins = Challenge.objects.filter(READ_CHALLENGE.reach(actor))
    known = Q(origin__isnull=True) | Q(origin__in=origins.values("pk"))
    return heard_in_own_pairs(actor.person_id, "told_at") & known


READ_STORY = declare(
    Access(
        "story.read",
        "A story is read by its author, and by whom it is told to: a pair, everybody in a program"
        " and who runs it, or everybody in the organization; a lesson also by whoever is asked.",
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
