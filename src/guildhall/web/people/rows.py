"""People as lines of the list: who they are, what they offer, what they take part in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from guildhall.directory.access import ORGANIZATION, SEE_PERSON
from guildhall.directory.models import Membership, Person, RoleGrant
from guildhall.directory.states import Role
from guildhall.people.models import ProfileSkill
from guildhall.people.states import Direction
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.access import SEE_ENROLLMENT
from guildhall.programs.models import Enrollment, Program
from guildhall.programs.states import LIVE, Side
from guildhall.relationships.queries.places import is_pausing
from guildhall.web.people.reach import listed_memberships
from guildhall.web.people.standing import Standing, standing

LONG_TEXTS = ("person__profile__about", "person__profile__hopes")


@dataclass(frozen=True)
class PartLine:
    """“Mentor, New graduate mentoring”, and how it stands."""

    side: str
    side_word: str
    program: str
    standing: Standing


@dataclass(frozen=True)
class PersonRow:
    """What the list shows of a person."""

    person: Person
    membership: Membership
    name: str
    url: str
    kind: str
    offers: tuple[str, ...]
    parts: tuple[PartLine, ...]
    roles: tuple[str, ...]
    is_pausing: bool
    paused_until: date | None

    @property
    def place(self) -> str:
        """“Staff nurse, 4 West”."""
        unit = self.membership.unit
        return ", ".join(filter(None, (self.membership.job_title, unit.name if unit else "")))


def person_rows(actor: Actor, ids: Sequence[int], *, on: date) -> list[PersonRow]:
    """A row for each of these people, in this order; as many queries for one as for a thousand."""
    memberships = _memberships(actor, ids)
    offers = _offers(ids)
    parts = _parts(actor, ids)
    roles = _roles(memberships.values())
    return [
        _row(memberships[pk], offers[pk], parts[pk], roles[pk], on=on)
        for pk in ids
        if pk in memberships
    ]


def _row(
    membership: Membership,
    offers: Sequence[str],
    parts: Sequence[PartLine],
    roles: Sequence[str],
    *,
    on: date,
) -> PersonRow:
    person = membership.person
    profile = getattr(person, "profile", None)
    is_pausing_now = bool(profile and is_pausing(profile.is_paused, profile.paused_until, on=on))
    return PersonRow(
        person=person,
        membership=membership,
        name=person.name,
        url=reverse("person", args=[person.pk]),
        kind=_kind(roles, parts),
        offers=tuple(offers),
        parts=tuple(parts),
        roles=tuple(roles),
        is_pausing=is_pausing_now,
        paused_until=profile.paused_until if profile and is_pausing_now else None,
    )


def _memberships(actor: Actor, ids: Sequence[int]) -> dict[int, Membership]:
    """The first present membership of each, else the one that ended last."""
    rows = listed_memberships(actor).filter(person_id__in=ids)
    if actor.scopes(ORGANIZATION, Role.MANAGER):  # who sees only a part of those who are listed
        seen = visible_to(SEE_PERSON, actor, Person.objects.filter(pk__in=ids))
        rows = rows.filter(person__in=seen)
    else:
        rows = rows.filter(person__merged_into__isnull=True)
    wide = rows.select_related("organization", "unit", "person__profile")
    found: dict[int, Membership] = {}
    # Sorted here: asked for an order, the database would walk everybody's memberships in it.
    for row in sorted(wide.defer("details", *LONG_TEXTS), key=_by_presence):
        found.setdefault(row.person_id, row)
    return found


def _by_presence(row: Membership) -> tuple[bool, float, int]:
    ended = row.ended_at
    return (ended is not None, -ended.timestamp() if ended else 0.0, row.pk)


def _offers(ids: Sequence[int]) -> Mapping[int, list[str]]:
    rows = ProfileSkill.objects.filter(profile__person_id__in=ids, direction=Direction.OFFERED)
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.order_by("-level", "skill__name").values_list(
        "profile__person_id", "skill__name"
    ):
        found[pk].append(name)
    return found


def _parts(actor: Actor, ids: Sequence[int]) -> Mapping[int, list[PartLine]]:
    """What each takes part in now, as far as the actor sees it, newest first."""
    seen = visible_to(SEE_ENROLLMENT, actor, Enrollment.objects.filter(person_id__in=ids))
    columns = ("person_id", "side", "state", "cohort__program_id")
    rows = list(seen.filter(state__in=LIVE).order_by("-pk").values_list(*columns))
    wanted = {program_id for _person, _side, _state, program_id in rows}
    programs = Program.objects.only("name", "plan").in_bulk(wanted)
    found: dict[int, list[PartLine]] = defaultdict(list)
    for pk, side, state, program_id in rows:
        program = programs[program_id]
        word = program.word(side).capitalize()
        found[pk].append(PartLine(side, word, program.name, standing(state)))
    return found


def _roles(memberships: Iterable[Membership]) -> Mapping[int, list[str]]:
    person_of = {row.pk: row.person_id for row in memberships}
    rows = RoleGrant.objects.filter(membership_id__in=person_of, ended_at__isnull=True)
    found: dict[int, list[str]] = defaultdict(list)
    for membership_id, role in rows.order_by("pk").values_list("membership_id", "role"):
        found[person_of[membership_id]].append(str(Role(role).label))
    return found


def _kind(roles: Sequence[str], parts: Sequence[PartLine]) -> str:
    """The color of the arch: by what they do here."""
    if roles:
        return "staff"
    sides = {part.side for part in parts}
    if Side.GUIDE in sides:
        return "guide"
    return "learner" if Side.LEARNER in sides else "slate"
