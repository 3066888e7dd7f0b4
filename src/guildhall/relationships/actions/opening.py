"""The only way a pair comes to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import build, record_many
from guildhall.core.errors import NotVisible, WrongState
from guildhall.directory.access import STAFF_ORGANIZATION
from guildhall.directory.models import Organization, Person
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.access import CHANGE_COHORT
from guildhall.programs.models import Cohort, Enrollment, Program
from guildhall.programs.states import Side
from guildhall.relationships.actions.capacity import lock_and_require_room
from guildhall.relationships.actions.events import RELATIONSHIP_OFFERED, RELATIONSHIP_OPENED
from guildhall.relationships.actions.limiting import refuse_beyond_limits
from guildhall.relationships.beginnings import tell_begin
from guildhall.relationships.models import FirstStep, MatchReason, Party, Relationship
from guildhall.relationships.plans import Plan, Terms, first_steps, last_day, takes_of
from guildhall.relationships.queries.names import listed
from guildhall.relationships.queries.resting import kept_apart
from guildhall.relationships.reasons import Reason
from guildhall.relationships.states import RelationshipState, Takes

BATCH = 1000


@dataclass(frozen=True)
class Seat:
    """A person's place in a pair to be: the enrollment that brings them, where there is one."""

    person_id: int
    side: str
    enrollment_id: int | None = None


@dataclass(frozen=True)
class NewPair:
    """A pair (or circle) to open, with the reasons that all of them may read."""

    seats: tuple[Seat, ...]
    reasons: tuple[Reason, ...] = ()


def open(
    *,
    organization: Organization,
    guides: Sequence[Person],
    learners: Sequence[Person],
    program: Program | None = None,
    cohort: Cohort | None = None,
    enrollments: Sequence[Enrollment] = (),
    opens_at_once: bool,
    offer_days: int = 14,
    reasons: Sequence[Reason] = (),
    plan: Plan | None = None,
    by: Actor,
    at: datetime,
) -> Relationship:
    """Open one pair, or offer it; the caller tells the people.

    Locks the people and their enrollments, then checks room over the enrollment and over the
    person. Refuses with NoRoomLeft, naming who has no room.
    """
    takes = takes_of(program.plan) if program else Takes.EACH
    terms = Terms(organization, program, cohort, opens_at_once, offer_days, plan or {}, takes=takes)
    seated = {(row.person_id, str(row.side)): row.pk for row in enrollments}
    sides = [(Side.GUIDE, guides), (Side.LEARNER, learners)]
    seats = tuple(
        Seat(person.pk, side, seated.get((person.pk, side)))
        for side, people in sides
        for person in people
    )
    return open_many(terms=terms, pairs=[NewPair(seats, tuple(reasons))], by=by, at=at)[0]


def open_many(
    *, terms: Terms, pairs: Sequence[NewPair], by: Actor, at: datetime
) -> list[Relationship]:
    """Open or offer many pairs at once: all or none, in a fixed number of statements a thousand.

    The same checks as `open`, with everybody locked in the order of their ids, so that two
    publications at the same moment wait for each other and never overfill a guide. Refuses to
    bring two together who are kept apart. Only whoever runs the cohort (or, without one, the
    organization) may.
    """
    if terms.cohort is not None:
        require(CHANGE_COHORT, by, terms.cohort)
    else:
        require(STAFF_ORGANIZATION, by, terms.organization)
    return _open_all(terms, pairs, by=by, at=at)


def open_agreed(*, terms: Terms, pair: NewPair, by: Actor, at: datetime) -> Relationship:
    """Open a pair that its people agreed on among themselves; the caller has everybody's yes.

    `by` is one of them. The same locks and the same room as for every other pair.
    """
    if by.person_id not in {seat.person_id for seat in pair.seats}:
        raise NotVisible
    return _open_all(terms, [pair], by=by, at=at)[0]


def _open_all(
    terms: Terms, pairs: Sequence[NewPair], *, by: Actor, at: datetime
) -> list[Relationship]:
    with transaction.atomic():
        lock_and_require_room(
            [pair.seats for pair in pairs],
            at=at,
            takes=terms.takes,
            are_circles=terms.makes_circles,
        )
        seats = [pair.seats for pair in pairs]
        refuse_beyond_limits(terms.program, seats, at=at, takes=terms.takes)
        # Asked after the locks: whoever said never, or whose contact rests meanwhile, is heard.
        _refuse_kept_apart(pairs)
        relationships = Relationship.objects.bulk_create(
            [_relationship(terms, at=at) for _pair in pairs], batch_size=BATCH
        )
        together = list(zip(relationships, pairs, strict=True))
        Party.objects.bulk_create(
            [party for row, pair in together for party in _parties(row, pair, terms, at=at)],
            batch_size=BATCH,
        )
        MatchReason.objects.bulk_create(
            [reason for row, pair in together for reason in _reasons(row, pair)],
            batch_size=BATCH,
        )
        FirstStep.objects.bulk_create(
            [step for row in relationships for step in _steps(row, terms, at=at)],
            batch_size=BATCH,
        )
        kind = RELATIONSHIP_OPENED if terms.opens_at_once else RELATIONSHIP_OFFERED
        organization_id = terms.organization.pk
        record_many(
            [
                build(kind, by=by, subject=row, at=at, organization_id=organization_id)
                for row in relationships
            ]
        )
        if terms.opens_at_once:
            tell_begin(relationships, by=by, at=at)
    return relationships


def _refuse_kept_apart(pairs: Sequence[NewPair]) -> None:
    """Whether contact rests, or somebody asked never to be paired, is not told."""
    apart = kept_apart(seat.person_id for pair in pairs for seat in pair.seats)
    for pair in pairs if apart else ():
        present = [seat.person_id for seat in reversed(pair.seats)]
        for one, other in combinations(present, 2):
            if {one, other} in apart:
                people = Person.objects.in_bulk([one, other])
                names = listed([people[one].name, people[other].name])
                words = _("%(names)s cannot be paired any more. Solve again, or leave one out.")
                raise WrongState(words % {"names": names})


def _relationship(terms: Terms, *, at: datetime) -> Relationship:
    row = Relationship(
        organization=terms.organization,
        program=terms.program,
        cohort=terms.cohort,
        is_circle=terms.makes_circles,
        title=terms.title,
        plan_key=terms.plan_key,
        takes=terms.takes,
        created_at=at,
    )
    if terms.opens_at_once:
        row.state = RelationshipState.ACTIVE
        row.opened_at = at
        row.ends_on = last_day(terms.plan, terms.start(at))
    else:
        row.state = RelationshipState.OFFERED
        row.offered_at = at
        row.offer_expires_at = at + timedelta(days=terms.offer_days)
    return row


def _parties(row: Relationship, pair: NewPair, terms: Terms, *, at: datetime) -> list[Party]:
    return [
        Party(
            relationship=row,
            person_id=seat.person_id,
            enrollment_id=seat.enrollment_id,
            side=seat.side,
            accepted_at=at if terms.opens_at_once else None,
        )
        for seat in pair.seats
    ]


def _reasons(row: Relationship, pair: NewPair) -> list[MatchReason]:
    return [
        MatchReason(
            relationship=row,
            position=position,
            label=reason.label[:160],
            template=reason.template,
            plural=reason.plural,
            count=reason.count,
            params=dict(reason.params),
            points=reason.points,
            maximum=reason.maximum,
        )
        for position, reason in enumerate(pair.reasons)
    ]


def _steps(row: Relationship, terms: Terms, *, at: datetime) -> list[FirstStep]:
    start = terms.start(at) if terms.opens_at_once else None
    return [
        FirstStep(
            relationship=row,
            position=position,
            key=step.key,
            text=step.text,
            side=step.side,
            by_day=step.by_day,
            due_on=start + timedelta(days=step.by_day) if start else None,
        )
        for position, step in enumerate(first_steps(terms.plan))
    ]
