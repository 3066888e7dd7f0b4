"""A placement: Calder sends Lena, a student; Alder Bay's Gwen is his her supervisor there.

The program is Calder's, Alder Bay is its partner and the host. Noor's preceptorship with Gwen is
Alder Bay's own.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from guildhall.directory.models import Person, Site, Unit
from guildhall.hours.actions.logging import EntryDraft, log_hours, plan_hours
from guildhall.hours.models import TimeEntry
from guildhall.hours.states import EntryKind
from guildhall.people.models import Shift
from guildhall.permissions.actor import Actor, actor_for
from guildhall.programs.models import Program
from guildhall.relationships.models import Relationship
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.programs.factories import make_program
from tests.relationships.factories import make_pair
from tests.world import NOW, World, make_person

# Three weeks into the pairs that begin at NOW, a Monday.
LATER = NOW + timedelta(days=21)
MONDAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Ground:
    """The two pairs, and Calder's student."""

    world: World
    student: Person
    placement: Relationship
    pair: Relationship
    site: Site
    ward: Unit

    def actor(self, name: str) -> Actor:
        """Somebody of the cast, or the student."""
        if name != "student":
            return self.world.actor(name)
        return actor_for(account_id=self.student.account_id, person_id=self.student.pk)

    def log(self, who: str = "student", **changes) -> TimeEntry:
        """Hours as the student, or as Noor, logs them."""
        pair = self.placement if who == "student" else self.pair
        draft = drafted(who, **changes)
        return log_hours(relationship=pair, draft=draft, by=self.actor(who), at=LATER)

    def plan(self, who: str = "noor", by: str = "gwen", **changes) -> TimeEntry:
        """Hours planned for a learner."""
        pair = self.placement if who == "student" else self.pair
        draft = drafted(who, **changes)
        return plan_hours(relationship=pair, draft=draft, by=self.actor(by), at=LATER)


def drafted(who: str = "student", **changes) -> EntryDraft:
    """Eight hours on a Monday, unless said otherwise."""
    kind = EntryKind.PLACEMENT if who == "student" else EntryKind.SUPERNUMERARY
    values = {"kind": kind, "on": MONDAY, "start": time(7), "end": time(15), **changes}
    if "minutes" in changes:
        values.update(start=None, end=None)
    return EntryDraft(**values)


def placement_program(world: World, **changes) -> Program:
    """Calder's placements, at Alder Bay."""
    return make_program(
        world.calder,
        "Placements",
        template="student-placement",
        prerequisites=[],
        partners=[world.alder],
        **changes,
    )


def make_ground(world: World) -> Ground:
    """Both pairs, begun at NOW."""
    student = make_person(world.calder, "Lena Fischer")
    cohort = cohort_of(placement_program(world))
    placement = make_pair(guide(cohort, world.gwen, places=2), learner(cohort, student))
    own = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(own, world.gwen), learner(own, world.noor))
    site = Site.objects.create(organization=world.alder, name="Main building")
    ward = Unit.objects.create(organization=world.alder, name="Ward 4", site=site)
    return Ground(world, student, placement, pair, site, ward)


def make_shift(person: Person, organization, day: date, start: int, hours: float) -> Shift:
    """A shift that begins at a full hour, in UTC."""
    begins = datetime.combine(day, time(start), UTC)
    return Shift.objects.create(
        person=person,
        organization=organization,
        starts_at=begins,
        ends_at=begins + timedelta(hours=hours),
        source="typed",
    )
