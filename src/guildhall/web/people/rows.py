"""People as lines of the list: who they are, what they offer, what they take part in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from guildhall.directory.access import ORGANIZATION, SEE_PERSON
from guildhall.directory.models import Person
from guildhall.directory.states import Role
from guildhall.people.models import ProfileSkill
from guildhall.people.states import Direction
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.programs.queries.parts import LivePart, live_parts
from guildhall.programs.states import Side
from guildhall.relationships.queries.places import is_pausing
from guildhall.web.people.reach import listed_memberships

# In the order of `Listed`.
COLUMNS = (
    "pk",
    "person_id",
    "ended_at",
    "job_title",
    "external_id",
    "unit__name",
    "organization__name",
    "person__given_name",
    "person__family_name",
    "person__email",
    "person__time_zone",
    "person__profile__is_paused",
    "person__profile__paused_until",
)
ROLE = ("roles__pk", "roles__role", "roles__ended_at")


@dataclass(frozen=True, slots=True)
class Listed:
    """The membership by which somebody is listed, with what is shown of the person."""

    membership_id: int
    person_id: int
    ended_at: datetime | None
    job_title: str
    external_id: str
    unit: str | None
    organization: str
    given_name: str
    family_name: str
    email: str
    time_zone: str
    is_paused: bool | None
    paused_until: date | None

    @property
    def name(self) -> str:
        """Full name, given name first."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def place(self) -> str:
        """“Staff nurse, 4 West”."""
        return ", ".join(filter(None, (self.job_title, self.unit)))


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What the list shows of a person."""

    listed: Listed
    kind: str
    offers: Sequence[str]
    parts: Sequence[LivePart]
    roles: Sequence[str]
    is_pausing: bool

    @property
    def id(self) -> int:
        """The number of the person."""
        return self.listed.person_id

    @property
    def name(self) -> str:
        """As on the page."""
        return self.listed.name

    @property
    def paused_until(self) -> date | None:
        """The end of a pause that holds now."""
        return self.listed.paused_until if self.is_pausing else None


def person_rows(actor: Actor, ids: Sequence[int], *, on: date) -> list[PersonRow]:
    """A row for each of these people, in this order; as many queries for one as for a thousand."""
    listed, roles = _listed(actor, ids)
    offers = _offers(ids)
    parts: dict[int, list[LivePart]] = defaultdict(list)
    for part in live_parts(actor, ids):
        parts[part.person_id].append(part)
    return [
        _row(listed[pk], offers.get(pk, ()), parts.get(pk, ()), roles.get(pk, ()), on=on)
        for pk in ids
        if pk in listed
    ]


def _row(
    listed: Listed,
    offers: Sequence[str],
    parts: Sequence[LivePart],
    roles: Sequence[str],
    *,
    on: date,
) -> PersonRow:
    return PersonRow(
        listed=listed,
        kind=_kind(roles, parts),
        offers=offers,
        parts=parts,
        roles=roles,
        is_pausing=is_pausing(bool(listed.is_paused), listed.paused_until, on=on),
    )


def _listed(
    actor: Actor, ids: Sequence[int]
) -> tuple[Mapping[int, Listed], Mapping[int, Sequence[str]]]:
    """The first present membership of each, else the one that ended last; and its roles."""
    rows = listed_memberships(actor).filter(person_id__in=ids)
    if actor.scopes(ORGANIZATION, Role.MANAGER):  # who sees only a part of those who are listed
        seen = visible_to(SEE_PERSON, actor, Person.objects.filter(pk__in=ids))
        rows = rows.filter(person__in=seen)
    else:
        rows = rows.filter(person__merged_into__isnull=True)
    read = list(rows.values_list(*COLUMNS, *ROLE))
    found: dict[int, Listed] = {}
    # Sorted here: asked for an order, the database would walk everybody's memberships in it.
    for listed in sorted((Listed(*row[: len(COLUMNS)]) for row in read), key=_by_presence):
        found.setdefault(listed.person_id, listed)
    held = ((row[0], row[1], *row[len(COLUMNS) :]) for row in read)
    return found, _roles(found, held)


def _by_presence(row: Listed) -> tuple[bool, float, int]:
    ended = row.ended_at
    return (ended is not None, -ended.timestamp() if ended else 0.0, row.membership_id)


def _roles(
    listed: Mapping[int, Listed],
    held: Iterable[tuple[int, int, int | None, str | None, datetime | None]],
) -> Mapping[int, Sequence[str]]:
    """In words, those that hold, in the order in which they were given."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for membership_id, person_id, grant_id, role, ended_at in held:
        is_theirs = listed[person_id].membership_id == membership_id
        if is_theirs and role is not None and grant_id is not None and ended_at is None:
            found[person_id].append((grant_id, str(Role(role).label)))
    return {pk: [words for _pk, words in sorted(roles)] for pk, roles in found.items()}


def _offers(ids: Sequence[int]) -> Mapping[int, list[str]]:
    rows = ProfileSkill.objects.filter(profile__person_id__in=ids, direction=Direction.OFFERED)
    found: dict[int, list[str]] = defaultdict(list)
    for pk, name in rows.order_by("-level", "skill__name").values_list(
        "profile__person_id", "skill__name"
    ):
        found[pk].append(name)
    return found


def _kind(roles: Sequence[str], parts: Sequence[LivePart]) -> str:
    """The color of the arch: by what they do here."""
    if roles:
        return "staff"
    sides = {part.side for part in parts}
    if Side.GUIDE in sides:
        return "guide"
    return "learner" if Side.LEARNER in sides else "slate"
