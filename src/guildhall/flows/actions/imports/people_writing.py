"""Writing people, memberships, profiles, skills and enrollments, a thousand rows at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from guildhall.audit.actions import record_each
from guildhall.core.many_rows import draw_ids, insert_rows, update_rows
from guildhall.directory.actions.events import MEMBER_ADDED, MEMBER_CHANGED
from guildhall.directory.models import Membership, Person, Site, Unit
from guildhall.flows.actions.imports.parsing import ParsedRow
from guildhall.flows.actions.imports.row_plan import Plan
from guildhall.flows.actions.imports.scope import Scope
from guildhall.flows.models import Import, ImportRow
from guildhall.flows.states import RowOutcome
from guildhall.people.models import Profile, ProfileSkill
from guildhall.permissions.actor import Actor
from guildhall.programs.actions.enrolling import Entry, enroll_many

PERSON = ("id", "given_name", "family_name", "email", "time_zone", "created_at")
MEMBERSHIP = (
    "organization",
    "person",
    "unit",
    "manager",
    "job_title",
    "external_id",
    "details",
    "started_at",
)
PROFILE_DEFAULTS: dict[str, Any] = {
    "headline": "",
    "about": "",
    "hopes": "",
    "pronouns": "",
    "career_stage": "",
    "years_of_experience": None,
    "languages": [],
    "capacity": None,
    "is_paused": False,
}
PROFILE = ("id", "person", "changed_at", *PROFILE_DEFAULTS)
Pair = tuple[ParsedRow, Plan]


class PeopleWriter:
    """Writes the planned rows of one import. Used inside its one transaction."""

    def __init__(self, import_of: Import, scope: Scope, *, by: Actor, at: datetime) -> None:
        self.import_of = import_of
        self.scope = scope
        self.by = by
        self.at = at
        self.person_of = _people_of_rows(import_of)
        self.entries: list[Entry] = []

    def write(self, rows: Sequence[ParsedRow], plans: Sequence[Plan]) -> None:
        """Write some rows; their managers may come in any later ones."""
        pairs = list(zip(rows, plans, strict=True))
        for _row, plan in pairs:
            self._make_places(plan, _row)
        self._insert_people([pair for pair in pairs if pair[1].member is None])
        self._update_people([pair for pair in pairs if pair[1].member is not None])
        self._write_profiles(pairs)
        self._record(pairs)
        if self.scope.side is not None:
            self.entries += [self._entry(row, plan) for row, plan in pairs]

    def finish(self) -> None:
        """Enroll everybody who comes for a cohort."""
        if self.entries:
            assert self.import_of.cohort is not None
            enroll_many(cohort=self.import_of.cohort, entries=self.entries, by=self.by, at=self.at)

    def _make_places(self, plan: Plan, row: ParsedRow) -> None:
        """Turn the unit's name into its id; make the unit, and its site, where it is new."""
        name = plan.membership.pop("unit", None)
        if name is None:
            return
        unit_id = self.scope.unit_id(name)
        if unit_id is None:
            organization = self.import_of.organization
            site_name = row.values.get("site")
            site_id = self._site_id(site_name) if site_name else None
            unit_id = Unit.objects.create(organization=organization, name=name, site_id=site_id).pk
            self.scope.units[name.casefold()] = unit_id
        plan.membership["unit"] = unit_id

    def _site_id(self, name: str) -> int:
        known = self.scope.sites.get(name.casefold())
        if known is None:
            known = Site.objects.create(organization=self.import_of.organization, name=name).pk
            self.scope.sites[name.casefold()] = known
        return known

    def _manager_id(self, row: ParsedRow, plan: Plan) -> int | None:
        if "manager_row" in row.values:
            return self.person_of.get(row.values["manager_row"])
        manager_id: int | None = plan.membership.get("manager")
        return manager_id

    def _insert_people(self, pairs: list[Pair]) -> None:
        at, zone = self.at, self.scope.time_zone
        insert_rows(
            Person,
            PERSON,
            (
                (
                    self.person_of[row.number],
                    plan.person["given_name"],
                    plan.person.get("family_name", ""),
                    plan.person.get("email", ""),
                    plan.person.get("time_zone", zone),
                    at,
                )
                for row, plan in pairs
            ),
        )
        insert_rows(
            Membership,
            MEMBERSHIP,
            (
                (
                    self.scope.organization_id,
                    self.person_of[row.number],
                    plan.membership.get("unit"),
                    self._manager_id(row, plan),
                    plan.membership.get("job_title", ""),
                    plan.membership.get("external_id", ""),
                    plan.membership.get("details", {}),
                    at,
                )
                for row, plan in pairs
            ),
        )

    def _update_people(self, pairs: list[Pair]) -> None:
        people, memberships = [], []
        for row, plan in pairs:
            assert plan.member is not None
            if "manager" in plan.membership:
                plan.membership["manager"] = self._manager_id(row, plan)
            people.append((plan.member.person_id, plan.person))
            memberships.append((plan.member.membership_id, plan.membership))
        update_rows(Person, people)
        update_rows(Membership, memberships)

    def _write_profiles(self, pairs: list[Pair]) -> None:
        """Profiles for those of whom something is said; a new profile where there is none."""
        said = [
            (row, plan)
            for row, plan in pairs
            if plan.profile or plan.skills or plan.interests is not None
        ]
        without = [pair for pair in said if pair[1].member is None or not pair[1].member.profile_id]
        ids = dict(
            zip((row.number for row, _ in without), draw_ids(Profile, len(without)), strict=True)
        )
        insert_rows(Profile, PROFILE, (self._profile(ids, row, plan) for row, plan in without))
        present: dict[int, int] = {
            row.number: plan.member.profile_id
            for row, plan in said
            if plan.member is not None and plan.member.profile_id
        }
        update_rows(
            Profile,
            (
                (present[row.number], {**plan.profile, "changed_at": self.at})
                for row, plan in said
                if row.number in present
            ),
        )
        self._write_skills([(ids.get(r.number) or present[r.number], p) for r, p in said])

    def _profile(self, ids: dict[int, int], row: ParsedRow, plan: Plan) -> tuple[Any, ...]:
        values = {**PROFILE_DEFAULTS, **plan.profile}
        rest = (values[name] for name in PROFILE_DEFAULTS)
        return (ids[row.number], self.person_of[row.number], self.at, *rest)

    def _write_skills(self, plans: list[tuple[int, Plan]]) -> None:
        replaced: dict[str, list[int]] = {}
        for profile_id, plan in plans:
            for direction in plan.skills if plan.member else ():
                replaced.setdefault(direction, []).append(profile_id)
        for direction, ids in replaced.items():
            ProfileSkill.objects.filter(profile_id__in=ids, direction=direction).delete()
        insert_rows(
            ProfileSkill,
            ("profile", "skill", "direction", "level"),
            (
                (profile_id, int(skill_id), direction, level)
                for profile_id, plan in plans
                for direction, levels in plan.skills.items()
                for skill_id, level in levels.items()
            ),
        )
        interested = [(pk, plan) for pk, plan in plans if plan.interests is not None]
        through = Profile.interests.through
        through.objects.filter(
            profile_id__in=[pk for pk, plan in interested if plan.member]
        ).delete()
        insert_rows(
            through,
            ("profile", "interest"),
            ((pk, interest_id) for pk, plan in interested for interest_id in plan.interests or ()),
        )

    def _record(self, pairs: list[Pair]) -> None:
        added = [self.person_of[row.number] for row, plan in pairs if plan.member is None]
        changed = [plan.member.person_id for _, plan in pairs if plan.member and _touches(plan)]
        for kind, subject_ids in ((MEMBER_ADDED, added), (MEMBER_CHANGED, changed)):
            record_each(
                kind,
                by=self.by,
                model=Person,
                subject_ids=subject_ids,
                at=self.at,
                organization_id=self.scope.organization_id,
                **{"import": self.import_of.pk},
            )

    def _entry(self, row: ParsedRow, plan: Plan) -> Entry:
        person = Person(
            pk=self.person_of[row.number],
            given_name=row.values.get("given_name", row.label),
            family_name=row.values.get("family_name", ""),
        )
        wished = plan.enrollment or {}
        assert self.scope.side is not None
        return Entry(person, self.scope.side, wished.get("places"), wished.get("details"))


def _touches(plan: Plan) -> bool:
    parts = (plan.person, plan.membership, plan.profile, plan.skills, plan.interests)
    return any(part for part in parts)


def _people_of_rows(import_of: Import) -> dict[int, int]:
    """Row → person: those who are here, and an id for each who comes."""
    rows = ImportRow.objects.filter(import_of=import_of).exclude(outcome=RowOutcome.REFUSED)
    found = list(rows.order_by("number").values_list("number", "person_id"))
    coming = [number for number, person_id in found if person_id is None]
    people = {number: person_id for number, person_id in found if person_id is not None}
    people.update(zip(coming, draw_ids(Person, len(coming)), strict=True))
    return people
