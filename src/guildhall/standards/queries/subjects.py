"""What the rules of a program look at: its pairs, starters, guides, and itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from guildhall.programs.models import Enrollment, Program
from guildhall.programs.states import EnrollmentState, Side
from guildhall.relationships.models import Party
from guildhall.relationships.queries.names import listed
from guildhall.relationships.states import UNDER_WAY
from guildhall.standards.states import Subject

STARTERS = (EnrollmentState.APPROVED, EnrollmentState.WAITING, EnrollmentState.MATCHED)


@dataclass(frozen=True)
class SubjectRow:
    """One subject. `people` are the ids of whoever it is about: they never leave the house."""

    kind: Subject
    pk: int
    label: str
    people: tuple[int, ...] = ()
    # A starter's cohort, so that a page can lead there.
    cohort_id: int | None = None


Subjects = Mapping[Subject, tuple[SubjectRow, ...]]


def subjects_of(program: Program) -> Subjects:
    """All of them, in two queries. Pairs that rest or have ended are left out."""
    parties = Party.objects.filter(
        relationship__program=program, relationship__state__in=UNDER_WAY, left_at__isnull=True
    )
    pairs: dict[int, list[Party]] = {}
    guides: dict[int, Party] = {}
    for party in parties.select_related("person").order_by("relationship_id", "side", "pk"):
        pairs.setdefault(party.relationship_id, []).append(party)
        if party.side == Side.GUIDE:
            guides.setdefault(party.person_id, party)
    starters = Enrollment.objects.filter(
        cohort__program=program,
        cohort__archived_at__isnull=True,
        side=Side.LEARNER,
        state__in=STARTERS,
    ).select_related("person")
    return {
        Subject.PAIR: tuple(_pair(pk, both) for pk, both in pairs.items()),
        Subject.GUIDE: tuple(
            SubjectRow(Subject.GUIDE, pk, party.person.name, (pk,)) for pk, party in guides.items()
        ),
        Subject.LEARNER: tuple(
            SubjectRow(Subject.LEARNER, row.pk, row.person.name, (row.person_id,), row.cohort_id)
            for row in starters
        ),
        Subject.PROGRAM: (SubjectRow(Subject.PROGRAM, program.pk, program.name),),
    }


def _pair(pk: int, parties: list[Party]) -> SubjectRow:
    learners = [party.person.name for party in parties if party.side == Side.LEARNER]
    guides = [party.person.name for party in parties if party.side == Side.GUIDE]
    label = listed([*learners, *guides])
    return SubjectRow(Subject.PAIR, pk, label, tuple(party.person_id for party in parties))
