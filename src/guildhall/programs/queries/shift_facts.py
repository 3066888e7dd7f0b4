"""Facts about people by their shifts: whom a learner would meet at work."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from guildhall.core import clock
from guildhall.engine.calendar import Busy
from guildhall.people.queries.shifts import stretches_of
from guildhall.programs.facts import Enrollments, Values, fact, fact_family
from guildhall.programs.models import Enrollment
from guildhall.programs.states import Side

# So far ahead shifts are compared, as rosters are made.
AHEAD = timedelta(weeks=8)
MINUTE = timedelta(minutes=1)


@fact("person_id")
def person_id(enrollments: Enrollments) -> Values:
    """The person, as lists of people name them."""
    return {row.pk: str(row.person_id) for row in enrollments}


@fact_family("shared_shifts")
def shared_shifts(enrollments: Enrollments, rests: Sequence[str]) -> Mapping[str, Values]:
    """`shared_shifts:60`: the guides of the cohort who are there in at least that percentage of a
    learner's time on shift in the next eight weeks. Whoever has no shift there is left out."""
    learners = [row for row in enrollments if row.side == Side.LEARNER]
    guides = _guides({row.cohort_id for row in learners})
    people = {row.person_id for row in learners} | {pk for one in guides.values() for pk in one}
    start = clock.now()
    found = stretches_of(people, start=start, end=start + AHEAD)
    minutes = {pk: _minutes(found.get(pk, ()), start) for pk in people}
    values: dict[str, dict[int, tuple[str, ...]]] = {rest: {} for rest in rests}
    for row in learners:
        own = minutes[row.person_id]
        if own:
            shares = {pk: (own & minutes[pk]).bit_count() for pk in guides[row.cohort_id]}
            for rest in filter(str.isdecimal, rests):
                least = own.bit_count() * int(rest)
                ids = sorted(pk for pk, share in shares.items() if share * 100 >= least)
                values[rest][row.pk] = tuple(str(pk) for pk in ids)
    return values


def _guides(cohorts: Iterable[int]) -> dict[int, list[int]]:
    rows = Enrollment.objects.filter(cohort__in=list(cohorts), side=Side.GUIDE)
    found: dict[int, list[int]] = defaultdict(list)
    for cohort, person in rows.order_by("pk").values_list("cohort_id", "person_id"):
        found[cohort].append(person)
    return found


def _minutes(stretches: Iterable[Busy], start: datetime) -> int:
    """The minutes on shift as bits of one number: what two people share is their “and”."""
    bits, most = 0, AHEAD // MINUTE
    for stretch in stretches:
        first = max(0, (stretch.start - start) // MINUTE)
        last = min(most, (stretch.end - start) // MINUTE)
        if last > first:
            bits |= ((1 << (last - first)) - 1) << first
    return bits
