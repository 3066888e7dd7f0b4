"""What somebody does who handles a worry."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.core.transitions import require_transition
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.actions.resting import hold_pairs, lift_contact
from guildhall.relationships.actions.rows import present_parties
from guildhall.relationships.models import Relationship
from guildhall.relationships.queries.resting import pairs_of_the_same
from guildhall.relationships.states import RelationshipState
from guildhall.safety.access import HANDLE_WORRY
from guildhall.safety.actions.events import (
    REST_LIFTED,
    WORRY_CLOSED,
    WORRY_ENDED_PAIR,
    WORRY_SEEN,
    WORRY_WRITTEN,
    note,
)
from guildhall.safety.actions.rows import fitting, held, require_open, some_words
from guildhall.safety.actions.telling import tell, tell_reporter
from guildhall.safety.messages import MAY_GO_ON
from guildhall.safety.models import Entry, Rest, Worry
from guildhall.safety.states import WORRY_TRANSITIONS, EntryKind, WorryState

ONGOING = (RelationshipState.ACTIVE, RelationshipState.PAUSED, RelationshipState.CLOSING)


def see_worry(*, worry: Worry, by: Actor, at: datetime) -> Worry:
    """A person has seen it: whoever reported it hears so, and reminders end. Twice changes
    nothing."""
    require(HANDLE_WORRY, by, worry)
    with transaction.atomic():
        row = held(worry)
        if row.state == WorryState.REPORTED:
            row.state, row.seen_at, row.seen_by_id = WorryState.SEEN, at, by.person_id
            row.remind_at = None
            row.save(update_fields=["state", "seen_at", "seen_by", "remind_at"])
            note(WORRY_SEEN, row, by=by, at=at)
            tell_reporter(row, "seen", at=at)
    return row


def write_entry(*, worry: Worry, kind: EntryKind, text: str, by: Actor, at: datetime) -> Entry:
    """A note or a step, for those who handle it; or an answer, of which the reporter hears."""
    require(HANDLE_WORRY, by, worry)
    if kind == EntryKind.WORDS:
        raise InvalidInput(_("This is not saved yet."), {"kind": _("Choose what it is.")})
    with transaction.atomic():
        row = held(worry)
        require_open(row)
        return _entry(row, kind, some_words(text), by=by, at=at)


def lift_rest(*, worry: Worry, by: Actor, at: datetime) -> Worry:
    """Contact may go on, in every pair of the two; both are told so in neutral words. Refuses
    where it does not rest.

    Where another worry asks for it too, contact rests on until that one is lifted as well.
    """
    require(HANDLE_WORRY, by, worry)
    with transaction.atomic():
        row = held(worry)
        rest = Rest.objects.select_for_update().filter(worry=row, lifted_at__isnull=True).first()
        if rest is None:
            raise WrongState(_("Contact does not rest because of this."))
        rest.lifted_at, rest.lifted_by_id = at, by.person_id
        rest.save(update_fields=["lifted_at", "lifted_by"])
        note(REST_LIFTED, row, by=by, at=at)
        pairs = hold_pairs(rest.relationship)
        if not Rest.objects.filter(relationship__in=pairs, lifted_at__isnull=True).exists():
            for pair in lift_contact(relationship=rest.relationship, by=SYSTEM, at=at):
                _tell_going_on(pair, key=f"{rest.pk}:{pair.pk}", at=at)
    return row


def end_pair(*, worry: Worry, learners_wait: bool, by: Actor, at: datetime) -> Worry:
    """End the pair as any other ends: kindly, without a reason and without a name; and with it
    every other pair of the two in which contact rests.

    Refuses where it is about no pair, or about one that has not begun or has ended.
    """
    require(HANDLE_WORRY, by, worry)
    with transaction.atomic():
        row = held(worry)
        require_open(row)
        if row.relationship is None:
            raise WrongState(_("This is about no pair, so there is nothing to end."))
        for pair in hold_pairs(row.relationship):
            if pair == row.relationship or _rests_on(pair):
                close_relationship(relationship=pair, by=SYSTEM, at=at, learners_wait=learners_wait)
        note(WORRY_ENDED_PAIR, row, by=by, at=at)
    return row


def close_worry(*, worry: Worry, answer: str = "", by: Actor, at: datetime) -> Worry:
    """Close it; whoever reported it hears so, with a last answer where there is one.

    Refuses what nobody has seen, and while contact rests in a pair that goes on.
    """
    require(HANDLE_WORRY, by, worry)
    with transaction.atomic():
        row = held(worry)
        refusal = (
            _("This is closed already.")
            if row.state == WorryState.CLOSED
            else _("Say first that you have seen it.")
        )
        require_transition(WORRY_TRANSITIONS, row.state, WorryState.CLOSED, refusal)
        _refuse_resting(row)
        words = fitting(answer, name="answer")
        if words:
            _entry(row, EntryKind.ANSWER, words, by=by, at=at, tells=False)
        row.state, row.closed_at, row.closed_by_id = WorryState.CLOSED, at, by.person_id
        row.save(update_fields=["state", "closed_at", "closed_by"])
        note(WORRY_CLOSED, row, by=by, at=at)
        tell_reporter(row, "closed", at=at)
    return row


def _entry(
    row: Worry, kind: EntryKind, words: str, *, by: Actor, at: datetime, tells: bool = True
) -> Entry:
    entry = Entry.objects.create(
        worry=row, kind=kind, author_id=by.person_id, text=words, written_at=at
    )
    note(WORRY_WRITTEN, row, by=by, at=at)
    if kind == EntryKind.ANSWER and tells:
        tell_reporter(row, f"answer:{entry.pk}", at=at)
    return entry


def _refuse_resting(row: Worry) -> None:
    rest = row.rests.filter(lifted_at__isnull=True).select_related("relationship").first()
    if rest is None:
        return
    own = rest.relationship
    if own.state != RelationshipState.CLOSED or any(map(_rests_on, pairs_of_the_same(own))):
        raise WrongState(
            _("Contact still rests because of this. Lift the rest or end the pair, then close it.")
        )


def _rests_on(pair: Relationship) -> bool:
    return pair.contact_rests_since is not None and pair.state in ONGOING


def _tell_going_on(pair: Relationship, *, key: str, at: datetime) -> None:
    if pair.state == RelationshipState.PAUSED:
        people = [party.person for party in present_parties(pair)]
        tell(MAY_GO_ON, people, key=key, path=f"/relationships/{pair.pk}/", at=at)
