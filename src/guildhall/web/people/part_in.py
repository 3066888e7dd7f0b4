"""What a person takes part in, as far as the reader sees it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from guildhall.directory.models import Person
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_ENROLLMENT, SEE_PROGRAM
from guildhall.programs.models import Enrollment, ProgramGrant
from guildhall.programs.states import EnrollmentState
from guildhall.relationships.access import SEE_RELATIONSHIP
from guildhall.relationships.models import Party, Relationship
from guildhall.web.people.standing import Standing, pair_standing, standing

MOST = 50


@dataclass(frozen=True)
class Place:
    """One enrollment: the program's own word for it, and how it stands."""

    enrollment: Enrollment
    word: str
    standing: Standing


@dataclass(frozen=True)
class PairLine:
    """One pair: with whom, and how it goes, never what was written."""

    relationship: Relationship
    others: str
    learner: str
    guide: str
    standing: Standing
    meetings: int
    last_met: date | None


def places_of(actor: Actor, person: Person) -> list[Place]:
    """Enrollments, those that go on first, newest first."""
    seen = visible_to(SEE_ENROLLMENT, actor, Enrollment.objects.filter(person=person))
    rows = list(seen.select_related("cohort__program").order_by("-pk")[:MOST])
    over = (EnrollmentState.FINISHED, EnrollmentState.WITHDRAWN, EnrollmentState.DECLINED)
    rows.sort(key=lambda row: row.state in over)
    return [
        Place(
            enrollment=row,
            word=row.cohort.program.word(row.side).capitalize(),
            standing=standing(row.state),
        )
        for row in rows
    ]


def pairs_of(actor: Actor, person: Person) -> list[PairLine]:
    """Pairs that the actor may see, newest first, with how often they met."""
    mine = Party.objects.filter(person=person, left_at__isnull=True)
    seen = visible_to(
        SEE_RELATIONSHIP,
        actor,
        Relationship.objects.filter(pk__in=mine.values("relationship_id")),
    )
    everybody = Prefetch("parties", queryset=Party.objects.select_related("person"))
    rows = seen.select_related("program").prefetch_related(everybody)
    return [_pair_line(row, person) for row in rows[:MOST]]


def _pair_line(row: Relationship, person: Person) -> PairLine:
    parties = list(row.parties.all())
    names = {"guide": "", "learner": ""}
    for party in parties:
        names[party.side] = names[party.side] or party.person.name
    return PairLine(
        relationship=row,
        others=", ".join(party.person.name for party in parties if party.person_id != person.pk),
        learner=names["learner"],
        guide=names["guide"],
        standing=pair_standing(row.state),
        meetings=row.meetings_held,
        last_met=row.last_met_at.date() if row.last_met_at else None,
    )


def program_roles_of(actor: Actor, person: Person) -> list[ProgramGrant]:
    """Roles in programs that the actor sees all of."""
    grants = ProgramGrant.objects.filter(person=person, ended_at__isnull=True)
    seen = grants.filter(program__in=visible_to(SEE_PROGRAM, actor))
    return list(seen.select_related("program").order_by("program__name"))
