"""The final decision: nothing adverse is a surprise, and a supportive program fails nobody."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.proven import proof, seal_row
from guildhall.concerns.access import DECIDE_PAIR
from guildhall.concerns.actions.events import DECISION_MADE
from guildhall.concerns.actions.reviewing import settle
from guildhall.concerns.actions.rows import (
    name_of,
    require_assesses,
    require_going_on,
    require_words,
    tell,
)
from guildhall.concerns.messages import DECIDED
from guildhall.concerns.models import Concern, Decision
from guildhall.concerns.notice import local_day, missing, notices
from guildhall.concerns.proven import DECISIONS
from guildhall.concerns.queries.decisions import outcomes_of, standing_decision
from guildhall.concerns.queries.people import everybody, learner_of
from guildhall.concerns.states import ADVERSE, EXPLAINED, OPEN, ConcernState, FinalOutcome
from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.plan import semantics_of
from guildhall.programs.states import Semantics
from guildhall.relationships.actions.continuing import extend
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.rows import locked, record_in_pair
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import plan_of
from guildhall.relationships.states import RelationshipState

LONGEST_EXTENSION = timedelta(days=365)


@dataclass(frozen=True)
class DecisionDraft:
    """What is decided, why, and until when where there is more time."""

    outcome: str
    words: str = ""
    until: date | None = None


def decide(
    *, relationship: Relationship, draft: DecisionDraft, by: Actor, at: datetime
) -> Decision:
    """Make the final decision; the pair are told that there is one, and read it at once.

    More time moves the last day; everything else ends the pair, as every pair ends. Refuses what
    the program does not know (a supportive one has no failure), what is decided already, and
    anything adverse that does not stand on a concern which was shared in time and has a reviewed
    plan, naming what is missing.
    """
    require(DECIDE_PAIR, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_assesses(row)
        require_going_on(row, by=by)
        if standing_decision(row) is not None:
            raise WrongState(_("This is decided already. An appeal can change it."))
        outcome, words, ground = checked(row, draft, at=at)
        decision = Decision(
            relationship=row,
            learner=learner_of(row),
            outcome=outcome,
            until=draft.until if outcome == FinalOutcome.EXTENDED else None,
            words=words,
            ground=ground,
            decided_by_id=by.person_id,
            decided_at=at,
        )
        save_decision(decision, row, by=by, at=at)
        tell_decision(decision, row, by=by, at=at)
        take_effect(decision, row, by=by, at=at)
    return decision


def checked(
    row: Relationship, draft: DecisionDraft, *, at: datetime
) -> tuple[FinalOutcome, str, Concern | None]:
    """The outcome, its words and the concern it stands on; refuses what cannot be decided now."""
    if draft.outcome not in FinalOutcome.values:
        raise InvalidInput(_("Nothing is decided yet."), {"outcome": _("Choose an outcome.")})
    outcome = FinalOutcome(draft.outcome)
    if outcome not in outcomes_of(row):
        raise WrongState(_not_here(row, outcome))
    ground = None
    if outcome in ADVERSE:
        found = notices(row, at=at)
        lacking = missing(found)
        if lacking:
            raise WrongState(lacking)
        ground = found[0].concern
    needed = ("words",) if outcome in EXPLAINED else ()
    words = require_words({"words": draft.words}, needed=needed)["words"]
    if outcome == FinalOutcome.EXTENDED:
        _require_day(row, draft.until, at=at)
    return outcome, words, ground


def save_decision(decision: Decision, row: Relationship, *, by: Actor, at: datetime) -> None:
    """Write a decision, sealed, with its event."""
    seal_row(DECISIONS, decision)
    decision.save(force_insert=True)
    told_of = proof(DECISIONS, DECISION_MADE, decision)
    record_in_pair(DECISION_MADE, decision, row, by=by, at=at, **told_of)


def take_effect(decision: Decision, row: Relationship, *, by: Actor, at: datetime) -> None:
    """More time moves the last day; all else ends a pair that has not ended."""
    if decision.outcome == FinalOutcome.EXTENDED and decision.until is not None:
        extend(row, ends_on=decision.until, by=by, at=at)
        return
    ground = decision.ground
    if decision.outcome == FinalOutcome.REFERRED_OUT and ground and ground.state in OPEN:
        ground.relationship = row
        settle(ground, ConcernState.REFERRED_OUT, words="", by=by, at=at)
    if row.state != RelationshipState.CLOSED:
        # The pair read the decision; a second message would say less.
        close_relationship(relationship=row, by=by, at=at, tells=False)


def tell_decision(decision: Decision, row: Relationship, *, by: Actor, at: datetime) -> None:
    """That there is one, and where; never which."""
    learner = decision.learner
    tell(
        DECIDED,
        row,
        everybody(row, learner, by.person_id),
        event=str(decision.pk),
        path=f"/relationships/{row.pk}/decision/",
        at=at,
        learner=learner.name,
        who=name_of(by, row),
    )


def _not_here(row: Relationship, outcome: FinalOutcome) -> str:
    if outcome == FinalOutcome.FAILED and semantics_of(plan_of(row)) == Semantics.SUPPORTIVE:
        return _(
            "This program supports people and fails nobody. A question of capability is handled"
            " outside of it, by the route that your house has for that."
        )
    return _("This program does not come to “%(outcome)s”.") % {"outcome": outcome.label}


def _require_day(row: Relationship, until: date | None, *, at: datetime) -> None:
    today = local_day(row, at)
    earliest = max(row.ends_on or today, today)
    if until is None or until <= earliest:
        problem = _("Choose a day after %(day)s.") % {"day": full_day(earliest)}
    elif until > today + LONGEST_EXTENSION:
        problem = _("Choose a day within a year.")
    else:
        return
    raise InvalidInput(_("Nothing is decided yet."), {"until": problem})
