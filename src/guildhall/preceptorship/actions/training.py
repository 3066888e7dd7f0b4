"""Training of preceptors: recorded by hand, or as a program's prerequisite that was met."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require, visible_to
from guildhall.permissions.actor import Actor
from guildhall.preceptorship.actions.standing_events import TRAINING_RECORDED
from guildhall.preceptorship.actions.standing_rows import day_of, held, move
from guildhall.preceptorship.models import Standing, Training
from guildhall.preceptorship.standing_access import CHANGE_STANDING
from guildhall.preceptorship.standing_rules import standing_rules
from guildhall.preceptorship.standing_states import StandingState, TrainingKind
from guildhall.programs.access import CHANGE_ENROLLMENT
from guildhall.programs.actions.prerequisites import set_prerequisite
from guildhall.programs.models import Enrollment, Prerequisite
from guildhall.programs.states import Kind, Side

S = StandingState
LONGEST_NAME = 160
MOST_MINUTES = 200 * 60


@dataclass(frozen=True)
class TrainingDraft:
    """What was done, on which day, for how long."""

    kind: str
    on: date
    minutes: int
    name: str


def record_training(
    *, standing: Standing, draft: TrainingDraft, by: Actor, at: datetime
) -> Training:
    """Note training. Course hours bring whoever was screened into training, and once they are
    complete to provisional; the same prerequisite of the house's programs is then met, too.

    Refuses one's own, a day that is still to come, no or too many hours, and no name.
    """
    require(CHANGE_STANDING, by, standing)
    with transaction.atomic():
        row = held(standing)
        _require_usable(row, draft, at=at)
        made = note_training(row, draft, by=by, at=at)
        if row.state == S.PROVISIONAL and draft.kind == TrainingKind.COURSE:
            _meet_prerequisites(row, by=by, at=at)
    return made


def note_training(row: Standing, draft: TrainingDraft, *, by: Actor, at: datetime) -> Training:
    """Keep it, and move the held standing on as far as its hours go; who may was asked before."""
    made = Training.objects.create(
        standing=row,
        kind=draft.kind,
        on=draft.on,
        minutes=draft.minutes,
        name=draft.name.strip(),
        recorded_by_id=by.person_id,
        recorded_at=at,
    )
    house = row.organization_id
    record(TRAINING_RECORDED, by=by, subject=made, at=at, organization_id=house, standing=row.pk)
    if draft.kind == TrainingKind.COURSE and row.state in (S.SCREENED, S.IN_TRAINING):
        if course_minutes(row) >= standing_rules().course_minutes:
            move(row, S.PROVISIONAL, by=by, at=at)
        elif row.state == S.SCREENED:
            move(row, S.IN_TRAINING, by=by, at=at)
    return made


def course_minutes(row: Standing) -> int:
    """How much of the course is recorded."""
    rows = row.trainings.filter(kind=TrainingKind.COURSE)
    return rows.aggregate(total=Sum("minutes"))["total"] or 0


def note_met_course(
    row: Standing, prerequisite: Prerequisite, *, by: Actor, at: datetime
) -> Training:
    """A program has the course as done: what is missing of its hours is recorded under its name."""
    missing = standing_rules().course_minutes - course_minutes(row)
    draft = TrainingDraft(
        TrainingKind.COURSE, day_of(row, at), max(missing, 1), prerequisite.name[:LONGEST_NAME]
    )
    return note_training(row, draft, by=by, at=at)


def _meet_prerequisites(row: Standing, *, by: Actor, at: datetime) -> None:
    guiding = Enrollment.objects.filter(
        person=row.person_id,
        side=Side.GUIDE,
        cohort__program__kind=Kind.PRECEPTORSHIP,
        cohort__program__organization=row.organization_id,
    )
    mine = visible_to(CHANGE_ENROLLMENT, by, guiding)
    needed = Prerequisite.objects.filter(
        enrollment__in=mine.values("pk"),
        key__in=standing_rules().course_prerequisites,
        met_at__isnull=True,
    )
    for prerequisite in needed.select_related("enrollment__cohort__program"):
        set_prerequisite(prerequisite=prerequisite, is_met=True, by=by, at=at)


def _require_usable(row: Standing, draft: TrainingDraft, *, at: datetime) -> None:
    problems: dict[str, str] = {}
    if draft.kind not in TrainingKind.values:
        problems["kind"] = _("Choose what it was.")
    if draft.on > day_of(row, at):
        problems["on"] = _("Choose the day on which it was done.")
    if not 0 < draft.minutes <= MOST_MINUTES:
        problems["hours"] = _("Give the hours, at most 200.")
    if not draft.name.strip() or len(draft.name.strip()) > LONGEST_NAME:
        problems["name"] = _("Name it, in at most %(n)d characters.") % {"n": LONGEST_NAME}
    if problems:
        raise InvalidInput(_("This is not recorded yet."), problems)
