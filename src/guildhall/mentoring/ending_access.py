"""Who reads and moves what belongs to ending well and going on."""

from django.db.models import Q

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.states import READERS, STAFF
from guildhall.mentoring.ending_states import Next
from guildhall.mentoring.models import (
    AfterEnd,
    ClosingReview,
    FitCheck,
    GuideTalk,
    HomeMove,
    Renewal,
)
from guildhall.permissions.access import Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.access import PROGRAM
from guildhall.programs.states import ProgramRole
from guildhall.relationships.access import of_own_pairs


def _own(actor: Actor) -> Q:
    return Q(person_id=actor.person_id or 0)


def _calls_read(actor: Actor) -> Q:
    houses = actor.scopes(ORGANIZATION, *READERS)
    programs = actor.scopes(PROGRAM, ProgramRole.COORDINATOR, ProgramRole.VIEWER)
    return _calls(houses, programs)


def _calls_led(actor: Actor) -> Q:
    houses = actor.scopes(ORGANIZATION, *STAFF)
    return _calls(houses, actor.scopes(PROGRAM, ProgramRole.COORDINATOR))


def _calls(houses: frozenset[int] | set[int], programs: frozenset[int] | set[int]) -> Q:
    reach = Q(relationship__organization_id__in=houses) | Q(relationship__program_id__in=programs)
    return Q(choice=Next.CALL) & reach


READ_CLOSING_REVIEW = declare(
    Access(
        "closing_review.read",
        "Everybody reads their own look back; only its thanks are handed to the others, once all"
        " have written or the pair has ended.",
        ClosingReview,
        _own,
    )
)
ANSWER_FIT_CHECK = declare(
    Access(
        "fit_check.answer",
        "Whoever was asked whether a pair is right for them reads and answers it alone.",
        FitCheck,
        _own,
    )
)
CHOOSE_NEXT = declare(
    Access(
        "after_end.choose",
        "After an end everybody sees and changes their own wish alone.",
        AfterEnd,
        _own,
    )
)
ANSWER_RENEWAL = declare(
    Access("renewal.answer", "The pair answer their yearly question.", Renewal, of_own_pairs)
)
ANSWER_HOME_MOVE = declare(
    Access(
        "home_move.answer",
        "The pair propose and agree to which organization it belongs.",
        HomeMove,
        of_own_pairs,
    )
)
SEE_CALL_WISH = declare(
    Access(
        "call_wish.see",
        "Coordinators, administrators and read-only staff see who asked to be called after an end,"
        " never why.",
        AfterEnd,
        _calls_read,
    )
)
ANSWER_CALL_WISH = declare(
    Access(
        "call_wish.answer",
        "Coordinators and administrators note that they called.",
        AfterEnd,
        _calls_led,
        read=SEE_CALL_WISH,
    )
)
SEE_GUIDE_TALK = declare(
    Access(
        "guide_talk.see",
        "Coordinators, administrators and read-only staff see that a supportive talk with a guide"
        " is a good idea; no pair and no reason is named.",
        GuideTalk,
        lambda actor: Q(organization_id__in=actor.scopes(ORGANIZATION, *READERS)),
    )
)
HOLD_GUIDE_TALK = declare(
    Access(
        "guide_talk.hold",
        "Coordinators and administrators note that they talked.",
        GuideTalk,
        lambda actor: Q(organization_id__in=actor.scopes(ORGANIZATION, *STAFF)),
        read=SEE_GUIDE_TALK,
    )
)
