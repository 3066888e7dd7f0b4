"""What standings do when applications move, courses are done, certificates are revoked and pairs
end. The rooms below know nothing of it."""

from collections.abc import Sequence
from datetime import datetime

from guildhall.certificates.models import Certificate
from guildhall.certificates.revocations import on_revoke
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions import backups, recognition  # noqa: F401  # declare what they do
from guildhall.preceptorship.actions.standing_rows import held, move, open_standing, tell_leads
from guildhall.preceptorship.actions.training import note_met_course
from guildhall.preceptorship.models import Standing
from guildhall.preceptorship.queries.standing_load import standing_limits
from guildhall.preceptorship.standing_rules import asks_for_standing, standing_rules
from guildhall.preceptorship.standing_states import IN_FORCE, StandingState
from guildhall.programs.access import IN_SCREENING
from guildhall.programs.models import Enrollment, Prerequisite
from guildhall.programs.moves import on_move, on_prerequisite
from guildhall.programs.states import EnrollmentState, Kind, Side
from guildhall.relationships.limits import on_give

S, E = StandingState, EnrollmentState
on_give(standing_limits)


@on_move
def follow_applications(rows: Sequence[Enrollment], state: str, by: Actor, at: datetime) -> None:
    """An application to guide in a preceptorship opens a standing, its approval is the screening,
    and one that came to nothing closes it. Whoever has gone further stays where they are."""
    if state not in (E.APPLIED, E.APPROVED, E.DECLINED, E.WITHDRAWN):
        return
    for row in rows:
        if row.side == Side.GUIDE and asks_for_standing(row.cohort.program):
            _follow(row, E(state), by=by, at=at)


@on_prerequisite
def follow_prerequisite(row: Prerequisite, by: Actor, at: datetime) -> None:
    """The course is done, as a program has it."""
    if row.met_at is None or row.key not in standing_rules().course_prerequisites:
        return
    standing = _standing_of(row.enrollment)
    if standing is not None and standing.state in (S.SCREENED, S.IN_TRAINING):
        note_met_course(held(standing), row, by=by, at=at)


@on_revoke
def follow_revocation(certificate: Certificate, by: Actor, at: datetime) -> None:
    """Without its certificate a standing has lapsed."""
    found = Standing.objects.filter(certificate=certificate).first()
    if found is None:
        return
    row = held(found)
    row.valid_until = None
    if row.state in IN_FORCE:
        move(row, S.LAPSED, by=by, at=at)
        tell_leads(row, event=at.isoformat(), at=at)
    else:
        row.save(update_fields=["valid_until"])


def _follow(enrollment: Enrollment, state: EnrollmentState, *, by: Actor, at: datetime) -> None:
    known = _standing_of(enrollment)
    if state == E.APPLIED:
        if known is None:
            house = enrollment.cohort.program.organization
            open_standing(enrollment.person, house, S.APPLIED, by=by, at=at)
        elif known.state in (S.CLOSED, S.RETIRED):
            move(held(known), S.APPLIED, by=by, at=at)
        return
    if known is None or known.state != S.APPLIED:
        return
    row = held(known)
    if state == E.APPROVED:
        move(row, S.SCREENED, by=by, at=at)
        _go_into_training(row, enrollment, by=by, at=at)
    elif not _applies_elsewhere(enrollment):
        move(row, S.CLOSED, by=by, at=at)


def _go_into_training(row: Standing, enrollment: Enrollment, *, by: Actor, at: datetime) -> None:
    """A program that asks for no course makes them provisional at once; one that has it as done
    already, too."""
    keys = standing_rules().course_prerequisites
    asked = list(enrollment.prerequisites.filter(key__in=keys))
    if not asked:
        move(row, S.PROVISIONAL, by=by, at=at)
    elif all(one.met_at is not None for one in asked):
        note_met_course(row, asked[0], by=by, at=at)


def _standing_of(enrollment: Enrollment) -> Standing | None:
    house = enrollment.cohort.program.organization_id
    return Standing.objects.filter(person=enrollment.person_id, organization=house).first()


def _applies_elsewhere(enrollment: Enrollment) -> bool:
    others = Enrollment.objects.filter(
        person=enrollment.person_id,
        side=Side.GUIDE,
        state__in=IN_SCREENING,
        cohort__program__kind=Kind.PRECEPTORSHIP,
        cohort__program__organization=enrollment.cohort.program.organization_id,
    )
    return others.exclude(pk=enrollment.pk).exists()
