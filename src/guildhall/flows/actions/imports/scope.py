"""What the rows of one import are compared with, beyond the members themselves."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from guildhall.competencies.models import Interest, Skill
from guildhall.directory.models import Membership, Site, Unit
from guildhall.flows.models import Import
from guildhall.flows.states import ImportKind
from guildhall.programs.states import Side

SIDES = {ImportKind.GUIDES: Side.GUIDE, ImportKind.LEARNERS: Side.LEARNER}


@dataclass(slots=True)
class Scope:
    """Names of the organization and the vocabulary, held in memory for one run over the rows."""

    organization_id: int
    organization_name: str
    kind: str
    is_limited: bool
    program_id: int | None
    time_zone: str
    cohort_id: int | None
    side: str | None
    units: dict[str, int]
    unit_names: dict[int, str]
    sites: dict[str, int]
    skill_names: dict[str, str]
    interest_names: dict[int, str]
    # Names of people who are, or become, somebody's manager, and which of them are here now.
    people: dict[int, str] = field(default_factory=dict)
    present: set[int] = field(default_factory=set)

    def learn_people(self, ids: Iterable[int]) -> None:
        """Read the names of these members, where they are not known yet."""
        missing = {pk for pk in ids if pk not in self.people}
        if not missing:
            return
        members = Membership.objects.filter(
            organization_id=self.organization_id, person_id__in=missing
        )
        for pk, given, family, ended in members.values_list(
            "person_id", "person__given_name", "person__family_name", "ended_at"
        ):
            self.people[pk] = f"{given} {family}".strip()
            if ended is None:
                self.present.add(pk)

    def unit_id(self, name: str) -> int | None:
        """The unit of this name in any case; None where it would be new."""
        return self.units.get(name.casefold())


def scope_of(import_of: Import) -> Scope:
    """Read it: five statements, whatever the size of the file."""
    organization = import_of.organization
    units = list(Unit.objects.filter(organization=organization).values_list("pk", "name"))
    sites = Site.objects.filter(organization=organization).values_list("pk", "name")
    skills = Skill.objects.values_list("pk", "name")
    return Scope(
        organization_id=organization.pk,
        organization_name=organization.name,
        kind=import_of.kind,
        is_limited=import_of.is_limited,
        program_id=import_of.cohort.program_id if import_of.cohort else None,
        time_zone=organization.time_zone,
        cohort_id=import_of.cohort_id,
        side=SIDES.get(ImportKind(import_of.kind)),
        units={name.casefold(): pk for pk, name in units},
        unit_names=dict(units),
        sites={name.casefold(): pk for pk, name in sites},
        skill_names={str(pk): name for pk, name in skills},
        interest_names=dict(Interest.objects.values_list("pk", "name")),
    )
