"""Challenges of a pair or circle, for whoever is in it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from guildhall.core.errors import NotVisible
from guildhall.mentoring.challenge_access import READ_CHALLENGE
from guildhall.mentoring.models import Challenge, ChallengeEntry
from guildhall.mentoring.wisdom_states import ChallengeState, EntryKind
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.models import Relationship


@dataclass(frozen=True)
class ChallengeShown:
    """A challenge as one of its pair sees it. `who` is empty where no name is told; then the day
    is no more than its month."""

    challenge: Challenge
    who: str
    is_yours: bool
    entries: int = 0


@dataclass(frozen=True)
class EntryShown:
    """Something added. Of an anonymous challenge nobody is named, whoever answered included, since
    those who are left would be told; `by_asker` says that it comes from whoever asked."""

    entry: ChallengeEntry
    who: str
    is_yours: bool
    by_asker: bool


@dataclass(frozen=True)
class EntryGroup:
    """All entries of one kind."""

    kind: str
    label: str
    entries: tuple[EntryShown, ...]


def challenges_of(relationship: Relationship, *, actor: Actor, on: date) -> list[ChallengeShown]:
    """Open ones first, later months first, within a month in no order that means anything; one
    query. An anonymous one is there for others from its day on."""
    rows = visible_to(READ_CHALLENGE, actor, Challenge.objects.filter(relationship=relationship))
    rows = rows.filter(Q(shown_on__lte=on) | Q(author_id=actor.person_id or 0))
    found = list(rows.select_related("author").annotate(n=Count("entries")))
    found.sort(key=lambda row: row.code)
    found.sort(key=lambda row: (row.shown_on.year, row.shown_on.month), reverse=True)
    found.sort(key=lambda row: row.state != ChallengeState.OPEN)
    return [_shown(row, actor) for row in found]


def challenge_by_code(code: str, *, actor: Actor) -> ChallengeShown:
    """One, or NotVisible whether it is missing or not for this actor; one query."""
    parts = ("relationship__program", "relationship__cohort", "relationship__organization")
    rows = visible_to(READ_CHALLENGE, actor, Challenge.objects.select_related("author", *parts))
    row = rows.filter(code=code).first()
    if row is None:
        raise NotVisible
    return _shown(row, actor)


def entries_of(challenge: Challenge, *, actor: Actor) -> list[EntryGroup]:
    """What was added, by kind; one query."""
    rows = list(challenge.entries.select_related("author"))
    return [
        EntryGroup(
            kind.value,
            str(kind.label),
            tuple(_entry(row, challenge, actor) for row in rows if row.kind == kind),
        )
        for kind in EntryKind
    ]


def _shown(row: Challenge, actor: Actor) -> ChallengeShown:
    who = "" if row.is_anonymous else row.author.given_name
    return ChallengeShown(row, who, row.author_id == actor.person_id, getattr(row, "n", 0))


def _entry(row: ChallengeEntry, challenge: Challenge, actor: Actor) -> EntryShown:
    return EntryShown(
        row,
        "" if challenge.is_anonymous else row.author.given_name,
        row.author_id == actor.person_id,
        row.author_id == challenge.author_id,
    )
