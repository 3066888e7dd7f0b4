"""The rows of a ripple, and where each stands in its picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from guildhall.mentoring.queries.ripple import Node

ACROSS, DOWN, MARGIN = 190, 34, 24
# More rows than this are counted below, so that the page stays readable.
MOST = 120


@dataclass(frozen=True)
class Row:
    """Somebody, or several who are only counted. `via` is through whom; `x` and `y` are places."""

    name: str
    count: int
    generation: int
    via: str
    since: datetime | None
    x: int
    y: int
    from_x: int
    from_y: int

    @property
    def path(self) -> str:
        """The line from whom it came to them."""
        middle = (self.from_x + self.x) // 2
        start, end = f"{self.from_x} {self.from_y}", f"{self.x} {self.y}"
        return f"M{start} C{middle} {self.from_y} {middle} {self.y} {end}"

    @property
    def indent(self) -> int:
        """How far in the row stands on a phone, where the picture is a list; six is the most."""
        return min(self.generation, 6)

    @property
    def text_x(self) -> int:
        """Where the name begins."""
        return self.x + 12


@dataclass(frozen=True)
class Drawing:
    """All rows in the order of the table, and the size of the picture."""

    you: str
    rows: tuple[Row, ...]
    width: int
    height: int
    left_out: int


@dataclass(frozen=True)
class _Place:
    name: str
    x: int
    y: int


def drawn(nodes: Sequence[Node], you: str) -> Drawing:
    """A tree from left to right, one line a row; the reader stands at its left."""
    rows = list(_rows(nodes, _Place(you, MARGIN, MARGIN), _Lines()))
    shown = rows[:MOST]
    deepest = max((row.generation for row in shown), default=0)
    return Drawing(
        you=you,
        rows=tuple(shown),
        width=MARGIN + (deepest + 1) * ACROSS,
        height=2 * MARGIN + max(0, len(shown) - 1) * DOWN,
        left_out=sum(row.count for row in rows[MOST:]),
    )


class _Lines:
    """Hands out the lines of the picture from the top."""

    def __init__(self) -> None:
        self.used = 0

    def next(self) -> int:
        y = MARGIN + self.used * DOWN
        self.used += 1
        return y


def _rows(nodes: Sequence[Node], via: _Place, lines: _Lines) -> Iterator[Row]:
    """Those who may be named, or lead to somebody; the others together as one number."""
    counted = [node for node in nodes if not node.name and not node.nodes]
    for node in nodes:
        if not node.name and not node.nodes:
            continue
        place = _Place(node.name, MARGIN + node.generation * ACROSS, lines.next())
        since = node.since if node.name else None
        yield _row(place, 1, node.generation, via, since)
        yield from _rows(node.nodes, place, lines)
    if counted:
        generation = counted[0].generation
        place = _Place("", MARGIN + generation * ACROSS, lines.next())
        yield _row(place, len(counted), generation, via, None)


def _row(place: _Place, count: int, generation: int, via: _Place, since: datetime | None) -> Row:
    return Row(
        name=place.name,
        count=count,
        generation=generation,
        via=via.name,
        since=since,
        x=place.x,
        y=place.y,
        from_x=via.x,
        from_y=via.y,
    )
