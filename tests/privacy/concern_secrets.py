"""What is written of a learner's practice. It is assessment: the learner's manager and those who
coordinate read it beside the pair; nobody else, and nobody beyond them before it is shared."""

from datetime import timedelta

from guildhall.concerns.actions.appealing import answer_appeal, appeal_concern, appeal_decision
from guildhall.concerns.actions.deciding import DecisionDraft, decide
from guildhall.concerns.actions.planning import PlanDraft, StepDraft, make_plan
from guildhall.concerns.actions.raising import ConcernDraft, raise_concern, share_concern
from guildhall.concerns.actions.reviewing import (
    escalate_concern,
    resolve_concern,
    review_concern,
    take_up_escalation,
)
from guildhall.concerns.models import Concern
from guildhall.relationships.models import Relationship
from tests.privacy.cast import Cast
from tests.privacy.secret import PAIR, Paths, Secret, here
from tests.world import NOW

BEFORE = NOW - timedelta(days=3)
LEADING = frozenset({"maren", "ada", "cora"})
ASSESSED = PAIR | LEADING | {"milo"}


def _raised(cast: Cast, pair: Relationship, words: str) -> Concern:
    draft = ConcernDraft(words, BEFORE.date())
    return raise_concern(relationship=pair, draft=draft, by=cast.actor("gwen"), at=BEFORE)


def _shared(cast: Cast, pair: Relationship, words: str) -> Concern:
    row = _raised(cast, pair, words)
    return share_concern(concern=row, how="writing", by=cast.actor("gwen"), at=BEFORE)


def _unshared(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = _raised(cast, pair, words)
    return (*here(pair), "/concerns/", f"/concerns/{row.pk}/")


def _worked_on(cast: Cast, pair: Relationship, words: str) -> Paths:
    """The plan, its reviews, the way to the lead and back, and the last words."""
    row, gwen, maren = _shared(cast, pair, words), cast.actor("gwen"), cast.actor("maren")
    step = StepDraft(words, cast.noor, NOW.date() + timedelta(days=7))
    plan = PlanDraft(words, words, [step])
    make_plan(concern=row, draft=plan, based_on=0, by=gwen, at=NOW)
    escalate_concern(concern=row, words=words, by=cast.actor("noor"), at=NOW)
    take_up_escalation(concern=row, words=words, by=maren, at=NOW)
    review_concern(concern=row, outcome="met", words=words, by=gwen, at=NOW)
    resolve_concern(concern=row, words=words, by=gwen, at=NOW)
    return (*here(pair), "/concerns/?show=settled", f"/concerns/{row.pk}/")


def _seen_otherwise(cast: Cast, pair: Relationship, words: str) -> Paths:
    row, ada = _shared(cast, pair, "Two rounds"), cast.actor("ada")
    appeal = appeal_concern(concern=row, words=words, by=cast.actor("noor"), at=NOW)
    answer_appeal(appeal=appeal, words=words, by=ada, at=NOW)
    return (f"/concerns/{row.pk}/", f"/appeals/{appeal.pk}/answer/")


def _decided(cast: Cast, pair: Relationship, words: str) -> Paths:
    until = NOW.date() + timedelta(days=300)
    draft = DecisionDraft("extended", words, until)
    row = decide(relationship=pair, draft=draft, by=cast.actor("maren"), at=NOW)
    appeal_decision(decision=row, words=words, by=cast.actor("noor"), at=NOW)
    return here(pair, "decision/")


CONCERN_SECRETS = (
    Secret("concern_unshared", LEADING | {"gwen"}, _unshared),
    Secret("concern", ASSESSED, _worked_on),
    Secret("seen_otherwise", ASSESSED, _seen_otherwise),
    Secret("decision", ASSESSED, _decided),
)
