"""Holding proven rows against their events: each row that is not what they tell of is named."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from guildhall.audit.models import Event
from guildhall.audit.proven import Proven, Row, row_digest, seal_of, step_holds

CHUNK = 500
Merged = Mapping[int, int]


class Told(NamedTuple):
    """An event about a row, without its columns that nothing here asks for."""

    pk: int
    kind: str
    person_id: int | None
    position: int | None
    ids: dict[str, Any]

    def says(self, name: str) -> str:
        """One of its values, as text."""
        return str(self.ids.get(name) or "")


def row_problems(kind: Proven[Row], *, merged: Merged) -> Iterator[str]:
    """A sentence for each row of a kind that is not what its events say; nothing where all hold.

    `merged` leads from the records of people that were merged into another one to that one.
    """
    events = _events(kind)
    for row in kind.rows().order_by("pk").iterator(chunk_size=CHUNK):
        problem = _problem(kind, row, events.pop(row.pk, ()), merged)
        if problem:
            yield f"{kind.noun} {row.pk} {problem}"
    left = {pk: told for pk, told in events.items() if not _is_gone(kind, pk, told)}
    present = set(kind.model._default_manager.filter(pk__in=left).values_list("pk", flat=True))
    for pk in sorted(left):
        words = "was removed: its events are there and its row is not."
        if pk in present:
            words = f"was changed: its row does not say any more that it was {kind.said}."
        yield f"{kind.noun} {pk} {words}"


def _events(kind: Proven[Row]) -> dict[int, Sequence[Told]]:
    found: dict[int, list[Told]] = defaultdict(list)
    rows = Event.objects.filter(subject_type=kind.model._meta.model_name, kind__in=kind.states)
    columns = ("subject_id", "pk", "kind", "person_id", "position", "ids")
    for subject, *told in rows.order_by("pk").values_list(*columns).iterator(chunk_size=2000):
        found[subject].append(Told(*told))
    return dict(found)


def _is_gone(kind: Proven[Row], pk: int, told: Sequence[Told]) -> bool:
    last = told[-1]
    return last.kind == kind.gone and _is_genuine(kind, pk, last)


def _is_genuine(kind: Proven[Row], pk: int, event: Told) -> bool:
    seal = seal_of(kind, event.kind, pk, event.says("digest"), event.says("step"))
    return event.says("seal") == seal


def _problem(kind: Proven[Row], row: Row, told: Sequence[Told], merged: Merged) -> str:
    if not told or told[0].kind not in kind.born:
        return (
            f"has no event that tells how it was {kind.said}: it was added beside the product, or"
            " the chain was cut."
        )
    for event in told:
        if not _is_genuine(kind, row.pk, event):
            return f"has an event ({event.pk}) that this installation did not write."
    places = [event.position for event in told if event.position is not None]
    if places != sorted(places):
        return "has its events in another order than they were written in."
    people = kind.people(row)
    then = {name: told[0].ids.get(name) for name in people}
    if row_digest(kind, row, then) != row.digest or told[0].says("digest") != row.digest:
        return f"was changed: it is not what was {kind.said}."
    for name, present in people.items():
        if _latest(then[name], merged) != _latest(present, merged):
            return f"was changed: its {name} is another person."
    return _steps_problem(kind, row, told, merged)


def _steps_problem(kind: Proven[Row], row: Row, told: Sequence[Told], merged: Merged) -> str:
    if any(event.says("digest") != row.digest for event in told):
        return "was changed: its events tell of different things."
    states = [str(kind.states[event.kind]) for event in told]
    if kind.state(row) != states[-1]:
        return f"is “{kind.state(row)}” in its row, and “{states[-1]}” by its last event."
    steps = kind.steps(row)
    if [step.state for step in steps] != states[1:]:
        return "has another history in its rows than in its events."
    for step, event in zip(steps, told[1:], strict=True):
        is_same = _latest(step.by, merged) == _latest(event.person_id, merged)
        if not is_same or not step_holds(row, step, event.says("step")):
            return f"was changed: how it came to be “{step.state}” is not what was recorded."
    return ""


def _latest(person_id: int | None, merged: Merged) -> int | None:
    """The record into which somebody's was merged, if it was."""
    seen = set()
    while person_id is not None and person_id in merged and person_id not in seen:
        seen.add(person_id)
        person_id = merged[person_id]
    return person_id
