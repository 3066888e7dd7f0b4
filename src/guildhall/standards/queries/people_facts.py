"""Facts about starters and guides. Of other houses only how many learners somebody guides."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from guildhall.directory.access import ORGANIZATION
from guildhall.directory.models import Person
from guildhall.directory.states import Role
from guildhall.permissions.actor import Actor, Grant
from guildhall.preceptorship.queries.protected_time import DELIVERED, protected_time
from guildhall.programs.models import Enrollment
from guildhall.programs.states import Kind, Side
from guildhall.relationships.models import Party, Relationship
from guildhall.standards.facts import Gathering, Values, gatherer
from guildhall.standards.queries.days import day_of
from guildhall.standards.states import Subject

Interval = tuple[date, date | None]


@gatherer(Subject.LEARNER, "starts_on")
def first_days(asked: Gathering) -> Values:
    """The first day of the cohort, or of the approval where that is later; one query."""
    rows = Enrollment.objects.filter(pk__in=asked.ids).select_related("cohort").order_by()
    found = {}
    for row in rows:
        approved = day_of(asked.program, row.decided_at or row.created_at)
        starts = row.cohort.starts_on
        found[row.pk] = {"starts_on": max(approved, starts) if starts else approved}
    return found


@gatherer(Subject.LEARNER, "preceptor_named", "preceptors")
def named_preceptors(asked: Gathering) -> Values:
    """When a pair of the program opened, and who guided when; two queries."""
    own = Party.objects.filter(
        enrollment__in=asked.ids,
        side=Side.LEARNER,
        relationship__program=asked.program,
        relationship__opened_at__isnull=False,
    )
    learns = list(own.order_by("pk").values_list("enrollment", "relationship"))
    guides = Party.objects.filter(
        relationship__in={pair for _pk, pair in learns}, side=Side.GUIDE
    ).select_related("relationship")
    by_pair: dict[int, list[Party]] = defaultdict(list)
    for party in guides.order_by("pk"):
        by_pair[party.relationship_id].append(party)
    spans: dict[int, dict[int, list[Interval]]] = {pk: defaultdict(list) for pk in asked.ids}
    for pk, pair in learns:
        for party in by_pair[pair]:
            if pk is not None and (span := _span(asked, party, party.relationship)):
                spans[pk][party.person_id].append(span)
    found = {}
    for pk, by_guide in spans.items():
        joined = [span for each in by_guide.values() for span in _joined(each)]
        named = sorted(begins for begins, _ends in joined)
        found[pk] = {"preceptor_named": named, "preceptors": joined}
    return found


@gatherer(Subject.GUIDE, "guided", "guides_since")
def guided_learners(asked: Gathering) -> Values:
    """Learners in preceptorships of all houses, from when to when; since when in this program. Two
    queries."""
    own = Party.objects.filter(
        person__in=asked.ids,
        side=Side.GUIDE,
        relationship__program__kind=Kind.PRECEPTORSHIP,
        relationship__opened_at__isnull=False,
    )
    guides = list(own.order_by("pk").select_related("relationship"))
    pairs = {party.relationship_id for party in guides}
    learners: dict[int, list[Party]] = defaultdict(list)
    for party in Party.objects.filter(relationship__in=pairs, side=Side.LEARNER).order_by("pk"):
        learners[party.relationship_id].append(party)
    spans: dict[int, dict[int, list[Interval]]] = {pk: defaultdict(list) for pk in asked.ids}
    since: dict[int, date] = {}
    for guide in guides:
        whole = _span(asked, guide, guide.relationship)
        if whole and guide.relationship.program_id == asked.program.pk:
            since[guide.person_id] = min(since.get(guide.person_id, whole[0]), whole[0])
        for learner in learners[guide.relationship_id]:
            if (span := _span(asked, guide, guide.relationship, learner)) is not None:
                spans[guide.person_id][learner.person_id].append(span)
    return {
        pk: {
            "guided": [span for each in by_learner.values() for span in _joined(each)],
            "guides_since": since.get(pk),
        }
        for pk, by_learner in spans.items()
    }


@gatherer(Subject.GUIDE, "protected_hours")
def protected_hours(asked: Gathering) -> Values:
    """What the ledger of protected time says as staff of the house read it: delivered, by day."""
    people = list(Person.objects.filter(pk__in=asked.ids))
    house = Grant(ORGANIZATION, asked.program.organization_id, Role.VIEWER)
    ledgers = protected_time(people, actor=Actor(grants=frozenset({house})), at=asked.at)
    return {
        pk: {
            "protected_hours": [
                (day_of(asked.program, line.at), line.minutes / 60)
                for line in ledger.lines
                if line.standing == DELIVERED
            ]
        }
        for pk, ledger in ledgers.items()
    }


def _span(asked: Gathering, party: Party, pair: Relationship, *others: Party) -> Interval | None:
    """From the opening until the pair closed or one of them left."""
    if pair.opened_at is None:
        return None
    ends = [at for at in (pair.closed_at, *(one.left_at for one in (party, *others))) if at]
    begins = day_of(asked.program, pair.opened_at)
    return begins, day_of(asked.program, min(ends)) if ends else None


def _joined(spans: Iterable[Interval]) -> list[Interval]:
    """Overlapping ones as one: two pairs of the same two are one learner."""
    found: list[Interval] = []
    for begins, ends in sorted(spans, key=lambda span: span[0]):
        last = found[-1] if found else None
        if last and (last[1] is None or begins <= last[1]):
            both = (last[1], ends)
            found[-1] = (last[0], None if None in both else max(d for d in both if d))
        else:
            found.append((begins, ends))
    return found
