"""What a coordinator says about a pair: pin it, forbid it, take that back, swap two."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.matching.access import CHANGE_ROUND
from guildhall.matching.actions.events import PAIR_CLEARED, PAIR_FORBIDDEN, PAIR_PINNED
from guildhall.matching.actions.rounds import copy_round, open_round, queue_solve
from guildhall.matching.models import MatchRound, PairWord, Proposal
from guildhall.matching.queries.apart import kept_apart
from guildhall.matching.states import Say
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.models import Enrollment
from guildhall.programs.states import MATCHABLE, Side
from guildhall.relationships.models import Party
from guildhall.relationships.queries.places import free_places
from guildhall.relationships.states import HOLDING

CLEAR = "clear"
EVENTS = {Say.PIN.value: PAIR_PINNED, Say.FORBID.value: PAIR_FORBIDDEN, CLEAR: PAIR_CLEARED}


def say_about_pair(
    *,
    round: MatchRound,
    guide: Enrollment,
    learner: Enrollment,
    say: str,
    by: Actor,
    at: datetime,
    solves: bool = True,
) -> MatchRound:
    """Pin or forbid a pair, or clear what was said, and solve again unless `solves` is False.

    A pin is kept even where it breaks a rule; the pair is then flagged. Refuses to pin two who must
    never be paired, people of another cohort or side, people who are a pair already, and more pins
    than somebody has places.
    """
    require(CHANGE_ROUND, by, round)
    if say not in EVENTS:
        raise InvalidInput(_("A pair can be pinned, forbidden or cleared."))
    with transaction.atomic():
        row = open_round(round)
        _say(row, guide, learner, say, by=by, at=at)
        _done(row, solves=solves, by=by, at=at)
    return row


def try_pair(
    *, round: MatchRound, guide: Enrollment, learner: Enrollment, by: Actor, at: datetime
) -> MatchRound:
    """Pin a pair in a copy of the draft, and solve that; the draft itself stays as it is.

    Refuses what pinning refuses; then there is no copy either.
    """
    with transaction.atomic():
        copy = copy_round(round=round, by=by, at=at)
        return say_about_pair(round=copy, guide=guide, learner=learner, say=Say.PIN, by=by, at=at)


def swap_pairs(
    *,
    round: MatchRound,
    first: Proposal,
    second: Proposal,
    by: Actor,
    at: datetime,
    solves: bool = True,
) -> MatchRound:
    """Give each learner the other's guide: both new pairs are pinned, then it is solved again."""
    require(CHANGE_ROUND, by, round)
    if {first.round_id, second.round_id} != {round.pk}:
        raise InvalidInput(_("Both pairs must be of this draft."))
    if first.guide_id == second.guide_id or first.learner_id == second.learner_id:
        raise InvalidInput(_("Choose two pairs that share nobody."))
    with transaction.atomic():
        row = open_round(round)
        for proposal in (first, second):
            _forget(row, proposal.guide, proposal.learner)
        _say(row, second.guide, first.learner, Say.PIN, by=by, at=at)
        _say(row, first.guide, second.learner, Say.PIN, by=by, at=at)
        _done(row, solves=solves, by=by, at=at)
    return row


def _done(row: MatchRound, *, solves: bool, by: Actor, at: datetime) -> None:
    if solves:
        queue_solve(row, by=by, at=at)
    else:
        # the result no longer fits; the page says so until somebody solves again
        row.revision += 1
        row.save(update_fields=["revision"])


def _say(
    row: MatchRound, guide: Enrollment, learner: Enrollment, say: str, *, by: Actor, at: datetime
) -> None:
    _refuse_strangers(row, guide, learner)
    _forget(row, guide, learner)
    if say == Say.PIN:
        _refuse_bad_pin(row, guide, learner, at=at)
    if say != CLEAR:
        PairWord.objects.create(
            round=row,
            guide=guide,
            learner=learner,
            say=say,
            said_by_id=by.person_id,
            said_at=at,
        )
    record(
        EVENTS[say],
        by=by,
        subject=row,
        at=at,
        organization_id=row.cohort.program.organization_id,
        guide=guide.person_id,
        learner=learner.person_id,
    )


def _forget(row: MatchRound, guide: Enrollment, learner: Enrollment) -> None:
    PairWord.objects.filter(round=row, guide=guide, learner=learner).delete()


def _refuse_strangers(row: MatchRound, guide: Enrollment, learner: Enrollment) -> None:
    if (guide.side, learner.side) != (Side.GUIDE, Side.LEARNER):
        raise InvalidInput(_("A pair has one person on each side."))
    for enrollment in (guide, learner):
        if enrollment.cohort_id != row.cohort_id or enrollment.state not in MATCHABLE:
            raise InvalidInput(
                _("%(name)s does not take part in this round.") % {"name": enrollment.person.name}
            )
    if guide.person_id == learner.person_id:
        raise InvalidInput(_("Nobody can be paired with themselves."))


def _refuse_bad_pin(
    row: MatchRound, guide: Enrollment, learner: Enrollment, *, at: datetime
) -> None:
    if kept_apart(row, [(learner, guide)]):
        raise WrongState(
            _("%(learner)s and %(guide)s must not be paired, so they cannot be pinned.")
            % {"learner": learner.person.name, "guide": guide.person.name}
        )
    together = Party.objects.filter(
        enrollment=guide,
        relationship__state__in=HOLDING,
        relationship__parties__enrollment=learner,
    )
    if together.exists():
        raise WrongState(
            _("%(learner)s and %(guide)s are a pair already.")
            % {"learner": learner.person.name, "guide": guide.person.name}
        )
    pins = row.words.filter(say=Say.PIN)
    free = free_places([guide, learner], at=at)
    for enrollment, pinned in (
        (guide, pins.filter(guide=guide).count()),
        (learner, pins.filter(learner=learner).count()),
    ):
        if pinned >= free[enrollment.pk]:
            raise WrongState(_no_place(enrollment, free[enrollment.pk], pinned))


def _no_place(enrollment: Enrollment, free: int, pinned: int) -> str:
    if free == 0:
        return _("%(name)s has no free place.") % {"name": enrollment.person.name}
    return ngettext(
        "%(name)s has %(free)d free place, and it is pinned already. Unpin somebody first.",
        "%(name)s has %(free)d free places, and all are pinned already. Unpin somebody first.",
        free,
    ) % {"name": enrollment.person.name, "free": free}
