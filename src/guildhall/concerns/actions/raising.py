"""Raising a concern, sharing it, reading it, taking it back."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.proven import proof, seal_row
from guildhall.competencies.models import Competency
from guildhall.concerns.access import (
    ANSWER_CONCERN,
    RAISE_CONCERN,
    TAKE_BACK_CONCERN,
    WORK_ON_CONCERN,
)
from guildhall.concerns.actions.events import (
    CONCERN_RAISED,
    CONCERN_READ,
    CONCERN_SETTLED,
    CONCERN_SHARED,
)
from guildhall.concerns.actions.rows import (
    held,
    move,
    name_of,
    require_assesses,
    require_going_on,
    require_words,
    tell_of,
)
from guildhall.concerns.clocks import clocks_of
from guildhall.concerns.messages import CONCERN_SETTLED as TOLD_SETTLED
from guildhall.concerns.messages import CONCERN_SHARED as TOLD_SHARED
from guildhall.concerns.models import Concern, ConcernMove
from guildhall.concerns.notice import local_day
from guildhall.concerns.proven import CONCERNS
from guildhall.concerns.queries.choices import competencies_of
from guildhall.concerns.queries.people import everybody, learner_of
from guildhall.concerns.states import ConcernState, SharedHow
from guildhall.core.errors import InvalidInput
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import locked, record_in_pair
from guildhall.relationships.models import Relationship


@dataclass(frozen=True)
class ConcernDraft:
    """What was seen, on which day, and in which competency, if in one."""

    seen: str
    seen_on: date
    competency: Competency | None = None


def raise_concern(
    *, relationship: Relationship, draft: ConcernDraft, by: Actor, at: datetime
) -> Concern:
    """Write down what was seen. Nobody is told: the clock runs until it is shared.

    Refuses the learner, programs that do not assess, a day that is still to come, and a competency
    of another framework.
    """
    require(RAISE_CONCERN, by, relationship)
    seen = require_words({"seen": draft.seen}, needed=("seen",))["seen"]
    with transaction.atomic():
        row = locked(relationship)
        require_assesses(row)
        require_going_on(row, by=by)
        _require_fits(row, draft, at=at)
        concern = Concern(
            relationship=row,
            learner=learner_of(row),
            raised_by_id=by.person_id,
            raised_at=at,
            seen=seen,
            seen_on=draft.seen_on,
            competency=draft.competency,
            due_at=at + clocks_of(row).share,
        )
        seal_row(CONCERNS, concern)
        concern.save(force_insert=True)
        ConcernMove.objects.create(concern=concern, state=concern.state, by_id=by.person_id, at=at)
        told_of = proof(CONCERNS, CONCERN_RAISED, concern)
        record_in_pair(CONCERN_RAISED, concern, row, by=by, at=at, **told_of)
    return concern


def share_concern(*, concern: Concern, how: str, by: Actor, at: datetime) -> Concern:
    """The learner knows from now on, and is told where to read it. The plan is due a week later.

    Refuses a second time, and a way that is neither a conversation nor writing.
    """
    require(WORK_ON_CONCERN, by, concern)
    if how not in SharedHow.values:
        raise InvalidInput(_("This is not shared yet."), {"how": _("Choose how you share it.")})
    with transaction.atomic():
        concern = held(concern, by=by)
        concern.shared_at, concern.shared_how = at, how
        concern.due_at = at + clocks_of(concern.relationship).plan
        move(concern, ConcernState.SHARED, by=by, at=at)
        row = concern.relationship
        told_of = proof(CONCERNS, CONCERN_SHARED, concern)
        record_in_pair(CONCERN_SHARED, concern, row, by=by, at=at, **told_of)
        tell_of(TOLD_SHARED, concern, [concern.learner], at=at, who=name_of(by, row))
    return concern


def note_read(*, concern: Concern, by: Actor, at: datetime) -> Concern:
    """The learner says that they have read it; that is no agreement. Twice changes nothing."""
    require(ANSWER_CONCERN, by, concern)
    with transaction.atomic():
        found = Concern.objects.select_for_update(of=("self",)).select_related("relationship")
        row = found.get(pk=concern.pk)
        if row.read_at is None:
            row.read_at = at
            row.save(update_fields=["read_at"])
            record_in_pair(CONCERN_READ, row, row.relationship, by=by, at=at)
    return row


def take_concern_back(*, concern: Concern, words: str, by: Actor, at: datetime) -> Concern:
    """It does not stand. What was seen stays to be read by those who could; whoever knew of it is
    told. Refuses without a reason, and what is settled already.
    """
    require(TAKE_BACK_CONCERN, by, concern)
    why = require_words({"words": words}, needed=("words",))["words"]
    with transaction.atomic():
        concern = held(concern, by=by)
        take_back(concern, words=why, by=by, at=at)
    return concern


def take_back(concern: Concern, *, words: str, by: Actor, at: datetime) -> None:
    """The held concern does not stand any more; who may was asked before."""
    row = concern.relationship
    concern.due_at = None
    move(concern, ConcernState.WITHDRAWN, by=by, at=at, words=words)
    record_in_pair(CONCERN_SETTLED, concern, row, by=by, at=at)
    if concern.shared_at is not None:
        people = everybody(row, concern.learner, by.person_id)
        tell_of(TOLD_SETTLED, concern, people, at=at, who=name_of(by, row))


def _require_fits(row: Relationship, draft: ConcernDraft, *, at: datetime) -> None:
    problems: dict[str, str] = {}
    if draft.seen_on > local_day(row, at):
        problems["seen_on"] = _("Choose the day on which it was seen.")
    if draft.competency is not None and draft.competency not in competencies_of(row):
        problems["competency"] = _("Choose a competency of this program, or none.")
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)
