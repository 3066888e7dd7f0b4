"""Who learned from whom, over generations, as one person may see it.

Read from the pairs themselves, so it needs no record of its own and cannot be out of date. The
reader knows those with whom they were paired; everybody else is named only where they agreed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from guildhall.directory.models import Person
from guildhall.mentoring.models import NamingConsent
from guildhall.programs.states import Side
from guildhall.relationships.models import Party

GENERATIONS = 6


@dataclass
class Node:
    """Somebody in the ripple: from whom (up) or through whom (down) the reader reaches them."""

    person_id: int
    generation: int
    since: datetime
    name: str = ""
    nodes: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Ripple:
    """Everybody who learned through the reader, and everybody from whom it came to them."""

    after: tuple[Node, ...]
    before: tuple[Node, ...]
    is_named: bool

    @property
    def people_after(self) -> int:
        """How many learned through the reader, however far away."""
        return sum(1 for _node in walk(self.after))

    @property
    def generations_after(self) -> int:
        """How far it reaches."""
        return max((node.generation for node in walk(self.after)), default=0)

    @property
    def people_before(self) -> int:
        """From how many it came."""
        return sum(1 for _node in walk(self.before))


def ripple_of(person: Person) -> Ripple:
    """The reader's own; two queries a generation, six generations at most, and two for names."""
    after = _trace(person.pk, from_side=Side.GUIDE)
    before = _trace(person.pk, from_side=Side.LEARNER)
    nodes = [*walk(after), *walk(before)]
    agreed = set(
        NamingConsent.objects.filter(
            person_id__in={person.pk, *(node.person_id for node in nodes)}
        ).values_list("person_id", flat=True)
    )
    known = agreed | {node.person_id for node in nodes if node.generation == 1}
    names = {row.pk: row.name for row in Person.objects.filter(pk__in=known)}
    for node in nodes:
        node.name = names.get(node.person_id, "")
    return Ripple(after=after, before=before, is_named=person.pk in agreed)


def walk(nodes: Iterable[Node]) -> Iterable[Node]:
    """All of them, each before those that it leads to."""
    for node in nodes:
        yield node
        yield from walk(node.nodes)


def _trace(root: int, *, from_side: str) -> tuple[Node, ...]:
    """Each person once, where they are first reached. What was passed on came later than it was
    learned, so times may only go on: forward from a guide, back from a learner."""
    top: list[Node] = []
    seen = {root}
    frontier: dict[int, Node | None] = {root: None}
    for generation in range(1, GENERATIONS + 1):
        found: dict[int, Node | None] = {}
        for via, person_id, at in _pairs(frontier, from_side):
            node = frontier[via]
            if person_id in seen or not _follows(node, at, from_side):
                continue
            seen.add(person_id)
            new = Node(person_id, generation, at)
            (node.nodes if node else top).append(new)
            found[person_id] = new
        if not found:
            break
        frontier = found
    return tuple(top)


def _follows(node: Node | None, at: datetime, from_side: str) -> bool:
    if node is None:
        return True
    return at >= node.since if from_side == Side.GUIDE else at <= node.since


def _pairs(people: Iterable[int], from_side: str) -> list[tuple[int, int, datetime]]:
    """(from whom, to whom, since when) of all begun pairs of these people, earliest first."""
    to_side = Side.LEARNER if from_side == Side.GUIDE else Side.GUIDE
    own = Party.objects.filter(
        side=from_side, person_id__in=list(people), relationship__opened_at__isnull=False
    )
    via: dict[int, list[int]] = {}
    for pk, person_id in own.values_list("relationship_id", "person_id"):
        via.setdefault(pk, []).append(person_id)
    across = Party.objects.filter(side=to_side, relationship_id__in=via)
    rows = across.order_by("relationship__opened_at", "pk").values_list(
        "relationship_id", "person_id", "relationship__opened_at"
    )
    return [(one, person_id, at) for pk, person_id, at in rows for one in via[pk] if at]
