"""Cohorts that can be matched: people with skills, made through the actions."""

from collections.abc import Mapping, Sequence
from copy import deepcopy

from guildhall.core import clock
from guildhall.directory.models import Person
from guildhall.matching.actions.rounds import start_round
from guildhall.matching.models import MatchRound, Proposal
from guildhall.people.actions.profile import change_profile
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.enrollments import enroll
from guildhall.programs.models import Cohort, Enrollment, Program
from guildhall.programs.states import Side
from guildhall.work.models import Job
from guildhall.work.running import run_job
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW

# Two details decide everything, so that a test can say by hand what must come out.
CRITERIA = {
    "words": {
        "guide": "mentor",
        "guides": "mentors",
        "learner": "mentee",
        "learners": "mentees",
    },
    "fields": {
        "team": {"label": "Team", "kind": "text", "readable_by": "pair"},
        "skills": {"label": "Skills", "kind": "list", "readable_by": "pair"},
        "identity": {"label": "Who they are", "kind": "text", "readable_by": "nobody"},
        "never_with": {"label": "Never to be paired", "kind": "ids", "readable_by": "nobody"},
    },
    "rules": [
        {"id": "other_team", "label": "Another team", "kind": "different", "field": "team"},
        {
            "id": "never",
            "label": "Never to be paired",
            "kind": "not_in",
            "field": "never_with",
        },
    ],
    "preferences": [
        {
            "id": "skills",
            "label": "Goals meet expertise",
            "kind": "shares",
            "field": "skills",
            "weight": 20,
            "target": 2,
        },
        {
            "id": "identity",
            "label": "A wish about who they are",
            "kind": "same",
            "field": "identity",
            "weight": 5,
        },
    ],
}


def mentoring(organization, name="Mentoring", **changes) -> Program:
    """A program whose pairs are offered."""
    return make_program(organization, name, criteria=deepcopy(CRITERIA), **changes)


def preceptorship(organization, name="Preceptorship", **changes) -> Program:
    """A program whose pairs open at once. Nothing has to be done before a match."""
    return make_program(
        organization,
        name,
        template="nurse-preceptorship-core",
        criteria=deepcopy(CRITERIA),
        prerequisites=[],
        **changes,
    )


def cohort_of(program: Program, name: str = "Spring 2027") -> Cohort:
    """An open cohort of the program."""
    return make_cohort(program, name)


def guide(cohort: Cohort, person: Person, *, places: int = 1, **details: object) -> Enrollment:
    """A guide who has room enough over all programs."""
    change_profile(person=person, by=SYSTEM, at=NOW, capacity=50)
    return _enrolled(cohort, person, Side.GUIDE, places, details)


def learner(cohort: Cohort, person: Person, *, places: int = 1, **details: object) -> Enrollment:
    """A learner who needs this many guides."""
    return _enrolled(cohort, person, Side.LEARNER, places, details)


def _enrolled(
    cohort: Cohort, person: Person, side: str, places: int, details: Mapping[str, object]
) -> Enrollment:
    return enroll(
        cohort=cohort,
        person=person,
        side=side,
        places=places,
        details=details,
        by=SYSTEM,
        at=NOW,
    )


def started(cohort: Cohort, by=SYSTEM, **values: object) -> MatchRound:
    """A new draft, not yet solved."""
    return start_round(cohort=cohort, by=by, at=NOW, **values)


def solved(round: MatchRound, at=NOW) -> MatchRound:
    """The draft after its newest job was run."""
    job = Job.objects.filter(kind="matching.solve").latest("pk")
    with clock.moved_to(at):
        run_job(job.pk)
    round.refresh_from_db()
    return round


def pairs_of(round: MatchRound) -> set[tuple[str, str]]:
    """Learner and guide of each proposal, by first name."""
    rows: Sequence[Proposal] = round.proposals.select_related("learner__person", "guide__person")
    return {(row.learner.person.given_name, row.guide.person.given_name) for row in rows}
