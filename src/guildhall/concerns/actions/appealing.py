"""Appeals: the learner says how they see it, somebody else answers, and both versions stay."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.proven import proof, seal_row
from guildhall.concerns.access import ANSWER_APPEAL, ANSWER_CONCERN, APPEAL_DECISION
from guildhall.concerns.actions.deciding import (
    DecisionDraft,
    checked,
    save_decision,
    take_effect,
    tell_decision,
)
from guildhall.concerns.actions.events import APPEAL_ANSWERED, APPEAL_MADE
from guildhall.concerns.actions.raising import take_back
from guildhall.concerns.actions.rows import name_of, require_words, tell
from guildhall.concerns.messages import APPEAL_ANSWERED as TOLD_ANSWERED
from guildhall.concerns.messages import APPEAL_MADE as TOLD_MADE
from guildhall.concerns.models import Appeal, Concern, Decision
from guildhall.concerns.proven import APPEALS
from guildhall.concerns.queries.people import who_answers
from guildhall.concerns.states import OPEN, FinalOutcome
from guildhall.core.errors import NotAllowed, WrongState
from guildhall.directory.models import Person
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import locked, record_in_pair
from guildhall.relationships.models import Relationship


def appeal_concern(*, concern: Concern, words: str, by: Actor, at: datetime) -> Appeal:
    """The learner sees it otherwise; it stands beside what was seen, and a coordinator is told.

    Refuses while another appeal of it waits for an answer.
    """
    require(ANSWER_CONCERN, by, concern)
    said = require_words({"words": words}, needed=("words",))["words"]
    with transaction.atomic():
        row = locked(concern.relationship)
        if concern.appeals.filter(answered_at__isnull=True).exists():
            raise WrongState(_("You have written already; the answer comes first."))
        found = Appeal(concern=concern, by_id=by.person_id, at=at, words=said)
        _hand_in(found, row, concern, path=f"/concerns/{concern.pk}/", by=by, at=at)
    return found


def appeal_decision(*, decision: Decision, words: str, by: Actor, at: datetime) -> Appeal:
    """The learner appeals a decision, once; those who coordinate are told. Refuses a decision that
    was replaced."""
    require(APPEAL_DECISION, by, decision)
    said = require_words({"words": words}, needed=("words",))["words"]
    with transaction.atomic():
        row = locked(decision.relationship)
        if decision.appeals.exists():
            raise WrongState(
                _("You have appealed already. The answer stands, or will stand, here.")
            )
        if Decision.objects.filter(replaces=decision).exists():
            raise WrongState(_("This decision was replaced. Appeal the one that stands."))
        found = Appeal(decision=decision, by_id=by.person_id, at=at, words=said)
        path = f"/relationships/{row.pk}/decision/"
        _hand_in(found, row, decision, path=path, by=by, at=at)
    return found


def answer_appeal(
    *,
    appeal: Appeal,
    words: str,
    changes: bool = False,
    draft: DecisionDraft | None = None,
    by: Actor,
    at: datetime,
) -> Appeal:
    """Answer it; the learner is told. With `changes` the concern is taken back, or the decision
    replaced by `draft`, which has to stand as any decision does; the earlier one stays readable.

    Refuses a second answer, an answer without words, and whoever decided where somebody else can.
    """
    require(ANSWER_APPEAL, by, appeal)
    said = require_words({"words": words}, needed=("words",))["words"]
    with transaction.atomic():
        about = appeal.concern or appeal.decision
        assert about is not None
        row = locked(about.relationship)
        appeal = Appeal.objects.select_for_update(of=("self",)).get(pk=appeal.pk)
        if appeal.answered_at is not None:
            raise WrongState(_("This is answered already."))
        _require_somebody_else(appeal, row, by=by)
        if changes:
            _change(appeal, row, draft, words=said, by=by, at=at)
        appeal.answered_by_id, appeal.answered_at = by.person_id, at
        appeal.answer, appeal.changed = said, changes
        appeal.save()
        told_of = proof(APPEALS, APPEAL_ANSWERED, appeal)
        record_in_pair(APPEAL_ANSWERED, appeal, row, by=by, at=at, **told_of)
        path = f"/relationships/{row.pk}/decision/"
        path = f"/concerns/{appeal.concern_id}/" if appeal.concern_id else path
        tell(
            TOLD_ANSWERED,
            row,
            [about.learner],
            event=str(appeal.pk),
            path=path,
            at=at,
            learner=about.learner.name,
            who=name_of(by, row),
        )
    return appeal


def _change(
    appeal: Appeal,
    row: Relationship,
    draft: DecisionDraft | None,
    *,
    words: str,
    by: Actor,
    at: datetime,
) -> None:
    if appeal.concern is not None:
        concern = appeal.concern
        concern.relationship = row
        if concern.state not in OPEN:
            raise WrongState(_("This concern is settled already; answer in words alone."))
        take_back(concern, words=words, by=by, at=at)
    elif appeal.decision is not None:
        outcome, why, ground = checked(row, draft or DecisionDraft(""), at=at)
        if outcome == appeal.decision.outcome:
            raise WrongState(
                _("That is what was decided. Let it stand, or choose another outcome.")
            )
        replaced = Decision(
            relationship=row,
            learner=appeal.decision.learner,
            outcome=outcome,
            until=draft.until if draft and outcome == FinalOutcome.EXTENDED else None,
            words=why,
            ground=ground,
            replaces=appeal.decision,
            decided_by_id=by.person_id,
            decided_at=at,
        )
        save_decision(replaced, row, by=by, at=at)
        tell_decision(replaced, row, by=by, at=at)
        take_effect(replaced, row, by=by, at=at)


def _require_somebody_else(appeal: Appeal, row: Relationship, *, by: Actor) -> None:
    """Who decided, or raised it, answers only where nobody else could."""
    about = appeal.concern or appeal.decision
    assert about is not None
    if by.person_id == _whose(about) and by.person_id not in {p.pk for p in _who(about, row)}:
        raise NotAllowed(_("This is about what you did, so somebody else answers it."))


def _whose(about: Concern | Decision) -> int | None:
    return about.raised_by_id if isinstance(about, Concern) else about.decided_by_id


def _who(about: Concern | Decision, row: Relationship) -> list[Person]:
    """Whoever may answer, without whose doing it was, as long as there is somebody else."""
    found = who_answers(row, about.learner)
    return [person for person in found if person.pk != _whose(about)] or found


def _hand_in(
    appeal: Appeal,
    row: Relationship,
    about: Concern | Decision,
    *,
    path: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write an appeal, sealed, and tell those who answer it."""
    seal_row(APPEALS, appeal)
    appeal.save(force_insert=True)
    told_of = proof(APPEALS, APPEAL_MADE, appeal)
    record_in_pair(APPEAL_MADE, appeal, row, by=by, at=at, **told_of)
    tell(
        TOLD_MADE,
        row,
        _who(about, row),
        event=str(appeal.pk),
        path=path,
        at=at,
        learner=about.learner.name,
    )
