"""Gwen and Noor share the shift of NOW, a Monday; Omar, a preceptor too, is on shift then as well.

Gwen and Noor work from 7 to 15 o'clock, Omar until 13 o'clock, all at Alder Bay (UTC).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from guildhall.competencies.models import Competency, Domain, Framework, FrameworkVersion
from guildhall.directory.models import Person, Unit
from guildhall.instruction.actions.covering import HandOver, ask_cover
from guildhall.instruction.actions.noting import write_shift_note
from guildhall.instruction.actions.trying import TryDraft, note_try
from guildhall.instruction.models import Cover, ShiftNote, Try
from guildhall.people.models import Shift
from guildhall.people.states import ShiftSource
from guildhall.relationships.models import Relationship
from tests.assessment.ground import make_framework
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.relationships.factories import make_pair
from tests.world import NOW, World

HOUR = timedelta(hours=1)
MONDAY = NOW.date()
# In the last hour of the shift, at its end, and a day later.
LAST_HOUR, END = NOW.replace(hour=14, minute=30), NOW.replace(hour=15)
LATER = END + timedelta(hours=24)


@dataclass(frozen=True)
class Ground:
    """The pair and what surrounds it."""

    world: World
    pair: Relationship
    version: FrameworkVersion

    def competency(self, key: str = "iv-push") -> Competency:
        """One of the four."""
        return self.version.competencies.get(key=key)

    def tried(self, who: str = "noor", *, at: datetime = NOW, **changes) -> Try:
        """A try, as somebody notes it."""
        values = {"step": "together", "on": at.date(), "competency": self.competency()}
        draft = TryDraft(**{**values, **changes})
        return note_try(relationship=self.pair, draft=draft, by=self.world.actor(who), at=at)

    def noted(self, who: str, *, at: datetime = LAST_HOUR, on=MONDAY, **words) -> ShiftNote:
        """Two answers at the end of the shift."""
        words = {"first": f"{who} saw calm hands", "second": "The pump", **words}
        by = self.world.actor(who)
        return write_shift_note(relationship=self.pair, on=on, by=by, at=at, **words)

    def asked(
        self, who: str = "gwen", *, at: datetime = NOW, person: Person | None = None
    ) -> Cover:
        """Somebody asks Omar to cover."""
        return ask_cover(
            relationship=self.pair,
            person=person or self.world.omar,
            hand_over=HandOver("Two rounds", "Oral medication", "The pump alarm"),
            by=self.world.actor(who),
            at=at,
        )

    def fresh(self) -> Relationship:
        """The pair as it is now."""
        return Relationship.objects.select_related("program", "organization").get(pk=self.pair.pk)


def make_ground(world: World) -> Ground:
    """The pair, the framework of its program, Omar beside them, and today's shifts."""
    program = preceptorship(world.alder)
    version = own_framework()
    program.framework = version.framework
    program.save(update_fields=["framework"])
    cohort = cohort_of(program)
    pair = make_pair(guide(cohort, world.gwen, places=2), learner(cohort, world.noor))
    guide(cohort, world.omar)
    for person, end in ((world.gwen, 15), (world.noor, 15), (world.omar, 13)):
        on_shift(person, world, end=end)
    return Ground(world, pair, version)


def own_framework() -> FrameworkVersion:
    """The same four competencies in a framework of their own, so that its passport is no other
    scene's."""
    like = make_framework()
    framework = Framework.objects.create(key="ward-learning", name="Ward learning")
    version = FrameworkVersion.objects.create(
        framework=framework, number=1, scale=like.scale, made_at=NOW, published_at=NOW
    )
    domain = Domain.objects.create(version=version, position=0, key="care", name="Care")
    for row in like.competencies.order_by("position"):
        row.pk, row.version, row.domain = None, version, domain
        row.guide = "**Watch for:** air in the line."
        row.save(force_insert=True)
    return version


def on_shift(
    person: Person,
    world: World,
    *,
    day: datetime = NOW,
    start: int = 7,
    end: int = 15,
    unit: Unit | None = None,
) -> Shift:
    """A shift of a day, by the hours of its clock; one that begins then is changed."""
    row, _is_new = Shift.objects.update_or_create(
        person=person,
        organization=world.alder,
        starts_at=day.replace(hour=start, minute=0),
        defaults={
            "ends_at": day.replace(hour=end, minute=0),
            "unit": unit,
            "source": ShiftSource.IMPORTED,
        },
    )
    return row
