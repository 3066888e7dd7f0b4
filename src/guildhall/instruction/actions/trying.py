"""Noting a try, saying yes to one done alone, taking one away."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.competencies.models import Competency
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.instruction.access import CONFIRM_TRY, REMOVE_TRY, TRY_SKILLS
from guildhall.instruction.actions.events import TRY_CONFIRMED, TRY_NOTED, TRY_REMOVED
from guildhall.instruction.actions.rows import held, require_words
from guildhall.instruction.models import Try
from guildhall.instruction.queries.pair import competency_of, learner_of, local_day
from guildhall.instruction.states import Step
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import record_in_pair
from guildhall.relationships.models import Relationship


@dataclass(frozen=True)
class TryDraft:
    """One go at a competency: how it was done, on which day, and two lines where one likes."""

    competency: Competency
    step: str
    on: date
    went_well: str = ""
    next_step: str = ""


def note_try(*, relationship: Relationship, draft: TryDraft, by: Actor, at: datetime) -> Try:
    """The learner, whoever guides them or their backup notes a try. Nobody is told; it counts for
    nothing.

    A try alone that the learner notes waits for the preceptor's yes; the preceptor's own note is
    that yes. Refuses a competency of another framework and a day that is still to come.
    """
    require(TRY_SKILLS, by, relationship)
    words = require_words({"went_well": draft.went_well, "next_step": draft.next_step})
    with transaction.atomic():
        row = held(relationship)
        _require_fits(row, draft, at=at)
        learner = learner_of(row)
        is_confirmed = draft.step == Step.ALONE and by.person_id != learner.pk
        one = Try.objects.create(
            relationship=row,
            learner=learner,
            competency=draft.competency,
            step=draft.step,
            tried_on=draft.on,
            noted_at=at,
            noted_by_id=by.person_id,
            confirmed_at=at if is_confirmed else None,
            confirmed_by_id=by.person_id if is_confirmed else None,
            **words,
        )
        record_in_pair(TRY_NOTED, one, row, by=by, at=at)
    return one


def confirm_try(*, tried: Try, by: Actor, at: datetime) -> Try:
    """The preceptor says yes to a try alone; nobody is told. Twice changes nothing; refuses a try
    that needs no yes."""
    require(CONFIRM_TRY, by, tried)
    with transaction.atomic():
        row = held(_pair_of(tried, by))
        one = Try.objects.select_for_update(of=("self",)).get(pk=tried.pk)
        if one.step != Step.ALONE:
            raise WrongState(_("Only what was done alone needs your yes."))
        if one.confirmed_at is None:
            one.confirmed_at, one.confirmed_by_id = at, by.person_id
            one.save(update_fields=["confirmed_at", "confirmed_by"])
            record_in_pair(TRY_CONFIRMED, one, row, by=by, at=at)
    return one


def remove_try(*, tried: Try, by: Actor, at: datetime) -> None:
    """Whoever noted a try takes it away; its words are gone for good. Nobody is told."""
    require(REMOVE_TRY, by, tried)
    with transaction.atomic():
        record_in_pair(TRY_REMOVED, tried, tried.relationship, by=by, at=at)
        tried.delete()


def _pair_of(tried: Try, by: Actor) -> Relationship:
    """The pair in which the actor guides the learner now: a later preceptor may say yes as well."""
    rows = Relationship.objects.filter(parties__person_id=by.person_id or 0, closed_at=None)
    learner = rows.filter(parties__person_id=tried.learner_id)
    return learner.filter(pk=tried.relationship_id).first() or learner.first() or tried.relationship


def _require_fits(row: Relationship, draft: TryDraft, *, at: datetime) -> None:
    problems: dict[str, str] = {}
    if competency_of(row, draft.competency.key) != draft.competency:
        problems["competency"] = _("Choose a competency of this program.")
    if draft.step not in Step.values:
        problems["step"] = _("Choose how it was done.")
    if draft.on > local_day(row, at):
        problems["on"] = _("Choose the day on which it was tried.")
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
