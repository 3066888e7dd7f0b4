"""How far a pair is with its expectations and its agreement; no words of theirs are read here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from guildhall.agreements.models import (
    AgreementVersion,
    ExpectationRound,
    ExpectationSheet,
    Review,
    Signature,
)
from guildhall.programs.plan import space_of
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.plans import plan_of

ASKED, OFFERED, NONE = "asked", "offered", "none"


def mode(relationship: Relationship) -> str:
    """Whether this pair is asked for expectations and an agreement, may have them, or neither."""
    return space_of(plan_of(relationship)).expectations


def answered_on_both_sides(parties: Sequence[Party], done: Collection[int]) -> bool:
    """Whether somebody of each side has answered: a pair, then, has."""
    return {party.side for party in parties if party.pk in done} == set(Side.values)


@dataclass(frozen=True)
class Standing:
    """`done`: party ids that answered the latest round; `drafts`: those that have begun.
    `signed`: party ids under the latest version. `review`: the one that is due, if any."""

    mode: str
    parties: tuple[Party, ...]
    rounds: tuple[ExpectationRound, ...]
    done: frozenset[int]
    drafts: frozenset[int]
    versions: tuple[AgreementVersion, ...]
    signed: frozenset[int]
    review: Review | None
    kept: tuple[Review, ...]

    @property
    def round(self) -> ExpectationRound | None:
        """The latest round."""
        return self.rounds[-1] if self.rounds else None

    @property
    def latest(self) -> AgreementVersion | None:
        """The version written last."""
        return self.versions[-1] if self.versions else None

    @property
    def in_force(self) -> AgreementVersion | None:
        """The version that holds."""
        return next((one for one in reversed(self.versions) if one.in_force_at), None)

    @property
    def proposed(self) -> AgreementVersion | None:
        """The version that waits for signatures."""
        return self.latest if self.latest and self.latest.in_force_at is None else None

    def may_compare(self, party: Party | None) -> bool:
        """Answers are read by whoever has answered, once both sides have."""
        return (
            party is not None
            and party.pk in self.done
            and self.round is not None
            and self.round.revealed_at is not None
        )

    def waiting_for(self, ids: Collection[int]) -> list[Party]:
        """Who of them is not among these."""
        return [party for party in self.parties if party.pk not in ids]

    @property
    def has_anything(self) -> bool:
        """Whether the pair has begun any of it."""
        return bool(self.rounds or self.versions)


def standing(
    relationship: Relationship, *, parties: Sequence[Party], today: date | None = None
) -> Standing:
    """Where the pair stands; a fixed number of queries, and no sealed text is opened."""
    rounds = tuple(relationship.expectation_rounds.all())
    sheets: list[ExpectationSheet] = []
    if rounds:
        sheets = list(ExpectationSheet.objects.filter(round=rounds[-1]).defer("sealed"))
    versions = tuple(relationship.agreement_versions.select_related("written_by").defer("sealed"))
    signed: frozenset[int] = frozenset()
    reviews: list[Review] = []
    if versions:
        rows = Signature.objects.filter(version=versions[-1])
        signed = frozenset(rows.values_list("party_id", flat=True))
        reviews = list(
            Review.objects.filter(version__relationship=relationship).select_related("answered_by")
        )
    found = Standing(
        mode=mode(relationship),
        parties=tuple(parties),
        rounds=rounds,
        done=frozenset(sheet.party_id for sheet in sheets if sheet.done_at),
        drafts=frozenset(sheet.party_id for sheet in sheets),
        versions=versions,
        signed=signed,
        review=None,
        kept=tuple(review for review in reviews if review.answered_at),
    )
    return _with_due(found, reviews, today)


def _with_due(found: Standing, reviews: Sequence[Review], today: date | None) -> Standing:
    holds = found.in_force
    if holds is None or today is None:
        return found
    due = [one for one in reviews if one.version_id == holds.pk and one.on <= today]
    open_ones = [one for one in due if one.answered_at is None]
    return Standing(**{**vars(found), "review": open_ones[-1] if open_ones else None})
