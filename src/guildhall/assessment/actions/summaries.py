"""Keeping what a passport comes to beside it, with every observation and sign-off."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from guildhall.assessment.board_limits import BOARD
from guildhall.assessment.models import Passport, PassportSummary
from guildhall.assessment.queries.record import Record, records_of
from guildhall.assessment.states import SignOffState
from guildhall.competencies.models import Competency
from guildhall.engine.competence import behind_on
from guildhall.relationships.models import Relationship
from guildhall.relationships.plans import Terms
from guildhall.relationships.states import BEGUN

BATCH = 200
FIELDS = [
    field.name for field in PassportSummary._meta.fields if field.name not in ("id", "passport")
]


class Days(NamedTuple):
    """A pair that works with a passport, with its first and its last day."""

    pair: int | None
    start: date | None
    end: date | None


NOBODY = Days(None, None, None)


def keep_summary(passport: Passport) -> None:
    """Write anew what the passport comes to; the caller holds the transaction."""
    keep_summaries([passport])


def keep_summaries(passports: Sequence[Passport]) -> None:
    """The same for many; a fixed number of statements each two hundred."""
    for start in range(0, len(passports), BATCH):
        rows = passports[start : start + BATCH]
        days = _days_of([row.pk for row in rows])
        PassportSummary.objects.bulk_create(
            [_summary(record, days.get(record.passport.pk, NOBODY)) for record in records_of(rows)],
            update_conflicts=True,
            unique_fields=["passport"],
            update_fields=FIELDS,
        )


def follow_terms() -> int:
    """The clock: days of pairs that were moved come to the summaries; says how many changed."""
    changed = []
    rows = PassportSummary.objects.exclude(pair=None, starts_on=None)
    days = _days_of(list(rows.order_by().values_list("passport_id", flat=True)))
    for row in rows.iterator(chunk_size=500):
        found = days.get(row.passport_id, NOBODY)
        if Days(row.pair_id, row.starts_on, row.ends_on) != found:
            row.pair_id, row.starts_on, row.ends_on = found
            row.behind_on = _behind(row.total, row.signed, found)
            changed.append(row)
    PassportSummary.objects.bulk_update(
        changed, ["pair", "starts_on", "ends_on", "behind_on"], batch_size=500
    )
    return len(changed)


def _summary(record: Record, days: Days) -> PassportSummary:
    seen = [row.seen_at for rows in record.observations.values() for row in rows]
    held = [
        (row, one)
        for one in record.competencies
        if (row := record.holding(one)) and row.state == SignOffState.IN_FORCE
    ]
    critical = [(row.valid_until, one) for row, one in held if row.valid_until and one.is_critical]
    lapses_on, lapses = min(critical, key=lambda found: found[0]) if critical else (None, None)
    total = len(record.competencies)
    return PassportSummary(
        passport=record.passport,
        total=total,
        signed=len(held),
        steps=_steps(record, {one.pk for _row, one in held}),
        seen_on=record.day(max(seen) if seen else record.passport.opened_at),
        was_seen=bool(seen),
        lapses_on=lapses_on,
        lapses=lapses,
        pair_id=days.pair,
        starts_on=days.start,
        ends_on=days.end,
        behind_on=_behind(total, len(held), days),
    )


def _behind(total: int, signed: int, days: Days) -> date | None:
    _pair, start, end = days
    if start is None or end is None or end <= start or not total:
        return None
    return behind_on(total, signed, start, end, slack=BOARD.slack)


def _steps(record: Record, signed: set[int]) -> str:
    domains = groupby(record.competencies, key=lambda one: one.domain_id)
    return "|".join("".join(_step(record, one, signed) for one in group) for _id, group in domains)


def _step(record: Record, competency: Competency, signed: set[int]) -> str:
    held = record.holding(competency)
    seen = record.observations.get(competency.pk, ())
    newest = seen[-1].level_id if seen else None
    if held and (not seen or seen[-1].seen_at <= held.signed_at):
        newest = held.level_id
    if newest is None:
        return "-"
    allows = record.level_of[newest].allows
    return "abcdef"[allows] if competency.pk in signed else str(allows)


def _days_of(passport_ids: Sequence[int]) -> dict[int, Days]:
    """The first and last day of the newest pair that works with each passport; one query."""
    return {pk: _terms(pair) for pk, pair in _pairs(passport_ids)}


def _pairs(passport_ids: Sequence[int]) -> Iterator[tuple[int, Relationship]]:
    links = Passport.relationships.through.objects.filter(
        passport__in=passport_ids, relationship__state__in=BEGUN
    ).select_related("relationship__program", "relationship__cohort", "relationship__organization")
    for link in links.order_by("relationship__opened_at", "relationship_id"):
        yield link.passport_id, link.relationship


def _terms(pair: Relationship) -> Days:
    start = Terms.of(pair).start(pair.opened_at) if pair.opened_at else None
    return Days(pair.pk, start, pair.ends_on)
