"""What a framework must satisfy, whatever kind of file it came in.

Each problem names the place of a competency in its list and the field; whoever read the file says
which row and column that is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guildhall.competencies.framework_spec import CompetencySpec, DomainSpec, ScaleSpec


@dataclass(frozen=True)
class Misfit:
    """`place`: which competency of the list, from 0."""

    place: int
    field: str
    message: str


def misfits(
    domains: Sequence[DomainSpec], competencies: Sequence[CompetencySpec], scale: ScaleSpec
) -> list[Misfit]:
    """Everything that does not hold together, in the order of the list."""
    found = [
        *_repeated(competencies),
        *_headings(domains, competencies),
        *_levels(competencies, scale),
        *_counts(competencies),
        *_unknown_first(competencies),
    ]
    return sorted(found or _circles(competencies), key=lambda one: one.place)


def _repeated(rows: Sequence[CompetencySpec]) -> Iterator[Misfit]:
    seen: set[str] = set()
    for place, row in enumerate(rows):
        if row.key in seen:
            yield Misfit(
                place,
                "key",
                _("The key “%(key)s” stands here a second time. Give each its own.")
                % {"key": row.key},
            )
        seen.add(row.key)


def _headings(domains: Sequence[DomainSpec], rows: Sequence[CompetencySpec]) -> Iterator[Misfit]:
    known = {domain.key for domain in domains}
    for place, row in enumerate(rows):
        if row.domain not in known:
            yield Misfit(place, "domain", _("There is no domain “%(key)s”.") % {"key": row.domain})


def _levels(rows: Sequence[CompetencySpec], scale: ScaleSpec) -> Iterator[Misfit]:
    codes = scale.codes
    for place, row in enumerate(rows):
        fitting = True
        for field, code in (("target", row.target), ("floor", row.floor)):
            if code not in codes:
                fitting = False
                yield Misfit(
                    place,
                    field,
                    _("“%(code)s” is no level of the scale. Choose one of %(codes)s.")
                    % {"code": code, "codes": ", ".join(codes)},
                )
        if fitting and codes.index(row.floor) > codes.index(row.target):
            yield Misfit(place, "floor", _("The floor must not be above the level that is wanted."))


def _counts(rows: Sequence[CompetencySpec]) -> Iterator[Misfit]:
    for place, row in enumerate(rows):
        if row.people > row.observations:
            yield Misfit(
                place,
                "people",
                _("%(people)s people cannot make %(count)s observations. Ask for fewer people.")
                % {"people": row.people, "count": row.observations},
            )


def _unknown_first(rows: Sequence[CompetencySpec]) -> Iterator[Misfit]:
    known = {row.key for row in rows}
    for place, row in enumerate(rows):
        for key in row.first:
            if key not in known:
                yield Misfit(
                    place,
                    "first",
                    _("There is no competency with the key “%(key)s”.") % {"key": key},
                )


def _circles(rows: Sequence[CompetencySpec]) -> Iterator[Misfit]:
    """The first circle, if there is one: nobody could ever begin."""
    needs = {row.key: row.first for row in rows}
    places = {row.key: place for place, row in enumerate(rows)}
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        waiting: list[tuple[str, int]] = [(start, 0)]
        while waiting:
            key, at = waiting.pop()
            if at == 0:
                if key in done:
                    continue
                path.append(key)
            if at == len(needs[key]):
                done.add(key)
                path.pop()
                continue
            waiting.append((key, at + 1))
            after = needs[key][at]
            if after in path:
                circle = [*path[path.index(after) :], after]
                yield Misfit(
                    places[key],
                    "first",
                    _("This goes in a circle, so that nobody could begin: %(circle)s.")
                    % {"circle": " → ".join(circle)},
                )
                return
            if after not in done:
                waiting.append((after, 0))
