"""The life of an enrollment: the only doors to its state."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import build, record, record_many
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.core.transitions import require_transition
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.programs.access import CHANGE_ENROLLMENT, WITHDRAW_ENROLLMENT
from guildhall.programs.actions.enrolling import Entry, enroll, enroll_many
from guildhall.programs.actions.events import STATE_CHANGED, WORK_SHARE_SET
from guildhall.programs.actions.telling import tell_enrolled
from guildhall.programs.messages import (
    APPLICATION_APPROVED,
    APPLICATION_DECLINED,
    WAITING_FOR_MATCH,
    WITHDRAWN_FROM_PROGRAM,
)
from guildhall.programs.models import Enrollment
from guildhall.programs.moves import tell_moved
from guildhall.programs.states import ENROLLMENT_TRANSITIONS, EnrollmentState

__all__ = [
    "Entry",
    "change_places",
    "enroll",
    "enroll_many",
    "mark_approved",
    "mark_finished",
    "mark_matched",
    "mark_waiting",
    "set_state",
    "set_work_share",
    "withdraw",
]

S = EnrollmentState
LEAST_SHARE, FULL_SHARE = 10, 100
# What the person is told when the state is reached; other states are told by other rooms.
TOLD = {
    S.APPROVED: APPLICATION_APPROVED,
    S.DECLINED: APPLICATION_DECLINED,
    S.WAITING: WAITING_FOR_MATCH,
    S.WITHDRAWN: WITHDRAWN_FROM_PROGRAM,
}


def set_state(
    *,
    enrollment: Enrollment,
    state: str,
    by: Actor,
    at: datetime,
    words: str = "",
    tells: bool = True,
) -> Enrollment:
    """Move one enrollment on. The caller has asked whether the actor may.

    In order: refuses a step that the table does not hold; notes when it was decided (approved,
    declined) or since when it waits; records the event; tells the person by the message of that
    state, with `words` in it (why, kindly), unless `tells` is False.
    """
    _move([enrollment], state, by=by, at=at)
    if tells and state in TOLD:
        tell_enrolled(TOLD[S(state)], [enrollment], at=at, words=words)
    return enrollment


def withdraw(*, enrollment: Enrollment, by: Actor, at: datetime) -> Enrollment:
    """The person leaves the cohort; they may apply again. They are told by mail.

    Refuses somebody who is matched: the pair is ended first, on its own page.
    """
    require(WITHDRAW_ENROLLMENT, by, enrollment)
    if enrollment.state == S.MATCHED:
        raise WrongState(
            _("There is a match already. End it on its own page first; then withdraw here.")
        )
    with transaction.atomic():
        return set_state(enrollment=enrollment, state=S.WITHDRAWN, by=by, at=at)


def mark_matched(*, enrollments: Sequence[Enrollment], at: datetime, by: Actor = SYSTEM) -> None:
    """These people have a match now: they no longer wait. Who is matched already stays so.

    Nobody is told here: whoever publishes the match does that.
    """
    _move(enrollments, S.MATCHED, by=by, at=at, skip_same=True)


def mark_waiting(
    *, enrollments: Sequence[Enrollment], at: datetime, by: Actor = SYSTEM, tells: bool = True
) -> None:
    """A round left these people without a match: next time they come first. They are told,
    unless the caller tells them itself.

    Who waits already keeps the day since when, and hears nothing new.
    """
    moved = _move(enrollments, S.WAITING, by=by, at=at, skip_same=True)
    if tells:
        tell_enrolled(WAITING_FOR_MATCH, moved, at=at)


def mark_approved(*, enrollments: Sequence[Enrollment], at: datetime, by: Actor = SYSTEM) -> None:
    """A match came to nothing or ended: these people can be matched again. Nobody is told."""
    _move(enrollments, S.APPROVED, by=by, at=at, skip_same=True)


def mark_finished(*, enrollments: Sequence[Enrollment], at: datetime, by: Actor = SYSTEM) -> None:
    """These people have come to the end of the cohort. Nobody is told here."""
    _move(enrollments, S.FINISHED, by=by, at=at, skip_same=True)


def set_work_share(*, enrollment: Enrollment, percent: int, by: Actor, at: datetime) -> Enrollment:
    """How much of full time somebody works: hours that are asked pro rata follow it.

    Refuses less than 10 and more than 100 percent.
    """
    require(CHANGE_ENROLLMENT, by, enrollment)
    if not LEAST_SHARE <= percent <= FULL_SHARE:
        words = _("Give a percentage between %(least)d and %(most)d.")
        sentence = words % {"least": LEAST_SHARE, "most": FULL_SHARE}
        raise InvalidInput(_("This is not saved yet."), {"percent": sentence})
    with transaction.atomic():
        enrollment.work_share = percent
        enrollment.save(update_fields=["work_share"])
        house = enrollment.cohort.program.organization_id
        record(WORK_SHARE_SET, by=by, subject=enrollment, at=at, organization_id=house)
    return enrollment


def change_places(*, enrollment: Enrollment, places: int, by: Actor, at: datetime) -> Enrollment:
    """How many learners a guide takes here (0 pauses), or how many guides a learner needs."""
    require(CHANGE_ENROLLMENT, by, enrollment)
    entry = Entry(enrollment.person, enrollment.side, places)
    if enrollment.state in (S.APPROVED, S.WAITING, S.MATCHED):
        return enroll_many(cohort=enrollment.cohort, entries=[entry], by=by, at=at)[0]
    raise WrongState(_("Places can be changed once the enrollment is approved."))


def _move(
    enrollments: Sequence[Enrollment],
    state: str,
    *,
    by: Actor,
    at: datetime,
    skip_same: bool = False,
) -> list[Enrollment]:
    """Lock, check, write and record, in a fixed number of statements; returns those that moved.

    The rows given are brought up to date too, so that the caller sees what was written.
    """
    given = {row.pk: row for row in enrollments}
    with transaction.atomic():
        locked = {
            row.pk: row
            for row in Enrollment.objects.select_for_update(of=("self",))
            .filter(pk__in=given)
            .select_related("cohort__program", "person")
        }
        moving = [row for row in locked.values() if not (skip_same and row.state == state)]
        for row in moving:
            require_transition(ENROLLMENT_TRANSITIONS, row.state, state, _refusal(row, S(state)))
            row.state = state
            _stamp(row, at=at)
        Enrollment.objects.bulk_update(
            moving, ["state", "decided_at", "waiting_since"], batch_size=500
        )
        _record_moves(moving, state, by=by, at=at)
        tell_moved(moving, state, by=by, at=at)
    for row in moving:
        mine = given[row.pk]
        mine.state, mine.decided_at, mine.waiting_since = (
            row.state,
            row.decided_at,
            row.waiting_since,
        )
    return moving


def _record_moves(moving: Sequence[Enrollment], state: str, *, by: Actor, at: datetime) -> None:
    record_many(
        [
            build(
                STATE_CHANGED,
                by=by,
                subject=row,
                at=at,
                organization_id=row.cohort.program.organization_id,
                state=state,
                person=row.person_id,
            )
            for row in moving
        ]
    )


def _stamp(row: Enrollment, *, at: datetime) -> None:
    if row.state in (S.APPROVED, S.DECLINED):
        row.decided_at = at
    if row.state == S.WAITING:
        row.waiting_since = row.waiting_since or at
    elif row.state != S.APPROVED:
        row.waiting_since = None


def _refusal(row: Enrollment, state: EnrollmentState) -> str:
    texts: Mapping[str, str] = {
        S.APPROVED: _("%(name)s cannot be approved: the enrollment stands at “%(state)s”."),
        S.DECLINED: _("%(name)s cannot be declined: the enrollment stands at “%(state)s”."),
        S.WITHDRAWN: _("%(name)s cannot withdraw: the enrollment stands at “%(state)s”."),
        S.MATCHED: _("%(name)s cannot be matched: the enrollment stands at “%(state)s”."),
        S.WAITING: _("%(name)s cannot wait for a match: the enrollment stands at “%(state)s”."),
    }
    template = texts.get(state, _("%(name)s cannot go on: the enrollment stands at “%(state)s”."))
    return template % {"name": row.person.name, "state": row.get_state_display()}
