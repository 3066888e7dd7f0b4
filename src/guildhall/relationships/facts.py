"""What pairs know about people for the matcher."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db.models import Q

from guildhall.core import clock
from guildhall.programs.facts import Enrollments, Values, fact, fact_family
from guildhall.programs.queries.memberships import people_in
from guildhall.programs.states import Kind, Side
from guildhall.relationships.models import Party
from guildhall.relationships.queries.places import free_places

# So far back whoever guided somebody counts.
BACK = timedelta(weeks=8)


@fact("capacity_left")
def capacity_left(enrollments: Enrollments) -> Values:
    """Free places now: of the enrollment, of the person over all programs, and by other rules."""
    return free_places(enrollments, at=clock.now())


@fact_family("goes_on_with")
def goes_on_with(enrollments: Enrollments, rests: Sequence[str]) -> Mapping[str, Values]:
    """`goes_on_with:3`: of a learner who had that many guides in preceptorships within the last
    eight weeks, those guides; they get nobody new. Whoever had fewer is left out."""
    since = clock.now() - BACK
    learning = Party.objects.filter(
        Q(left_at__isnull=True) | Q(left_at__gt=since),
        Q(relationship__closed_at__isnull=True) | Q(relationship__closed_at__gt=since),
        people_in(enrollments),
        side=Side.LEARNER,
        relationship__program__kind=Kind.PRECEPTORSHIP,
        relationship__opened_at__isnull=False,
    )
    pairs = dict(learning.order_by().values_list("relationship_id", "person_id"))
    guiding = Party.objects.filter(
        Q(left_at__isnull=True) | Q(left_at__gt=since),
        side=Side.GUIDE,
        relationship__in=learning.order_by().values("relationship_id"),
    )
    had: dict[int, set[int]] = defaultdict(set)
    for pair, guide in guiding.order_by().values_list("relationship_id", "person_id"):
        had[pairs[pair]].add(guide)
    return {rest: _continued(enrollments, had, rest) for rest in rests}


def _continued(enrollments: Enrollments, had: Mapping[int, set[int]], rest: str) -> Values:
    if not rest.isdecimal():
        return {}
    return {
        row.pk: tuple(str(pk) for pk in sorted(had[row.person_id]))
        for row in enrollments
        if row.side == Side.LEARNER and len(had.get(row.person_id, ())) >= int(rest)
    }
