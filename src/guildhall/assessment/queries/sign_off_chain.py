"""Checking every sign-off against the event of its signing.

The row says what was signed, the event holds a digest of it, and a seal over the digest that only
this installation can make. Somebody who has the database alone can change all of them but the seal.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from guildhall.assessment.models import SignOff
from guildhall.assessment.sign_off_seals import sign_off_digest, sign_off_seal
from guildhall.assessment.states import SignOffState
from guildhall.audit.models import Event
from guildhall.directory.models import Person

SIGNED = "sign_off_signed"
# What each event makes of the state.
STATES = {
    SIGNED: SignOffState.IN_FORCE,
    "sign_off_replaced": SignOffState.REPLACED,
    "sign_off_contested": SignOffState.CONTESTED,
    "sign_off_upheld": SignOffState.IN_FORCE,
    "sign_off_withdrawn": SignOffState.WITHDRAWN,
}
Events = Mapping[int, Sequence[Event]]


def sign_off_problems() -> Iterator[str]:
    """A sentence for each sign-off that is not what its events say; nothing where all hold."""
    events = _events()
    known = set()
    merged = dict(
        Person.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id")
    )
    rows = SignOff.objects.select_related("passport", "competency", "level").order_by("pk")
    for row in rows.prefetch_related("moves").iterator(chunk_size=500):
        known.add(row.pk)
        problem = _problem(row, events.get(row.pk, ()), merged)
        if problem:
            yield f"Sign-off {row.pk} {problem}"
    for pk in sorted(set(events) - known):
        yield f"Sign-off {pk} was removed: its events are there and its row is not."


def _events() -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(kind__in=STATES).order_by("pk").iterator(chunk_size=2000):
        found[event.subject_id].append(event)
    return found


def _problem(row: SignOff, events: Sequence[Event], merged: Mapping[int, int]) -> str:
    if not events or events[0].kind != SIGNED:
        return "has no event of its signing: the row was added beside the product."
    for event in events:
        seal = sign_off_seal(event.kind, row.pk, str(event.ids.get("digest", "")))
        if event.ids.get("seal") != seal:
            return f"has an event ({event.pk}) that this installation did not write."
    digest = str(events[0].ids["digest"])
    if _digest_now(row, events[0]) != digest or row.digest != digest:
        return "was changed: it is not what was signed."
    people = {"signer": row.signer_id, "learner": row.passport.learner_id}
    for name, present in people.items():
        if _latest(int(events[0].ids[name] or 0), merged) != _latest(present, merged):
            return f"was changed: its {name} is another person."
    return _moves_problem(row, events)


def _digest_now(row: SignOff, signed: Event) -> str:
    learner, signer = int(signed.ids["learner"] or 0), int(signed.ids["signer"] or 0)
    return sign_off_digest(row, learner_id=learner, signer_id=signer)


def _moves_problem(row: SignOff, events: Sequence[Event]) -> str:
    if any(str(event.ids["digest"]) != row.digest for event in events):
        return "was changed: its events tell of different things."
    told = [str(STATES[event.kind]) for event in events]
    if row.state != told[-1]:
        return f"is “{row.state}” in its row, and “{told[-1]}” by its last event."
    if [move.state for move in row.moves.all()] != told[1:]:
        return "has another history in its rows than in its events."
    return ""


def _latest(person_id: int, merged: Mapping[int, int]) -> int:
    """The record into which somebody's was merged, if it was."""
    seen = set()
    while person_id in merged and person_id not in seen:
        seen.add(person_id)
        person_id = merged[person_id]
    return person_id
