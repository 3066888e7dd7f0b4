"""Cover for an absent preceptor: asked, answered, called off."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, WrongState
from guildhall.core.transitions import require_transition
from guildhall.directory.models import Person
from guildhall.instruction import kinds
from guildhall.instruction.access import ANSWER_COVER, ASK_COVER, END_COVER
from guildhall.instruction.actions import events
from guildhall.instruction.actions.rows import held, name_of, require_words, tell
from guildhall.instruction.clocks import clocks
from guildhall.instruction.models import Cover
from guildhall.instruction.queries.covers import live_covers
from guildhall.instruction.queries.eligible import candidates, window_of
from guildhall.instruction.queries.pair import guides_of, learner_of, local_time
from guildhall.instruction.states import COVER_TRANSITIONS, LIVE, CoverState
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.actions.rows import locked, record_in_pair
from guildhall.relationships.models import Relationship

ACCEPT, DECLINE = "instruction.accept_cover", "instruction.decline_cover"
LONGEST_LIST = 2000
MOVED = {
    CoverState.ACCEPTED: events.COVER_ACCEPTED,
    CoverState.DECLINED: events.COVER_DECLINED,
    CoverState.CALLED_OFF: events.COVER_CALLED_OFF,
    CoverState.OVER: events.COVER_OVER,
}


@dataclass(frozen=True)
class HandOver:
    """Today's goals, what may be done alone, and what to watch, as whoever covers reads it."""

    goals: str
    alone: str = ""
    watch: str = ""


def ask_cover(
    *, relationship: Relationship, person: Person, hand_over: HandOver, by: Actor, at: datetime
) -> Cover:
    """Ask somebody who is on shift to cover until it ends; they are told, with a button for yes.

    Refuses whoever cannot be asked (see `candidates`), a second ask to the same person, more asks
    at a time than one answer needs, and a shift that somebody covers already.
    """
    require(ASK_COVER, by, relationship)
    values = {"goals": hand_over.goals, "alone": hand_over.alone, "watch": hand_over.watch}
    words = require_words(values, needed=("goals",), most=LONGEST_LIST)
    with transaction.atomic():
        row = held(relationship)
        learner = learner_of(row)
        _require_open(live_covers(row, at=at), person)
        found = next((one for one in candidates(row, at=at) if one.person == person), None)
        if found is None:
            raise InvalidInput(
                _("Nobody is asked yet."),
                {"person": _("Choose somebody who is on shift and has room.")},
            )
        cover = Cover.objects.create(
            relationship=row,
            learner=learner,
            person=person,
            starts_at=window_of(row, learner, at=at).starts_at,
            ends_at=found.ends_at,
            asked_by_id=by.person_id,
            asked_at=at,
            **words,
        )
        record_in_pair(events.COVER_ASKED, cover, row, by=by, at=at)
        buttons = (
            ActButton(ACCEPT, cover.pk, _("Yes, I cover"), expires_at=cover.ends_at),
            ActButton(
                DECLINE, cover.pk, _("Not this time"), expires_at=cover.ends_at, is_quiet=True
            ),
        )
        who, until = name_of(by, row), local_time(row, cover.ends_at)
        _tell(kinds.COVER_WANTED, cover, [person], at=at, acts=buttons, who=who, until=until)
    return cover


def accept_cover(*, cover: Cover, by: Actor, at: datetime) -> Cover:
    """Yes, for this shift: the pair and whoever asked are told, and everybody else who was asked
    need not answer. Refuses what is over, settled, or does not fit any more."""
    require(ANSWER_COVER, by, cover)
    with transaction.atomic():
        row = held(cover.relationship)
        cover = _held_cover(cover, row)
        _require_lasts(cover, at=at)
        others = [one for one in live_covers(row, at=at) if one.pk != cover.pk]
        if any(one.state == CoverState.ACCEPTED for one in others):
            raise WrongState(_("Somebody else covers already. Thank you."))
        fitting = candidates(row, at=max(at, cover.starts_at), besides=cover.pk)
        if by.person_id not in {one.person.pk for one in fitting}:
            raise WrongState(_("This does not fit any more. A coordinator can help."))
        _move(cover, CoverState.ACCEPTED, by=by, at=at)
        for one in others:
            _move(one, CoverState.CALLED_OFF, by=by, at=at)
        people = _concerned(cover, by)
        who, until = name_of(by, row), local_time(row, cover.ends_at)
        _tell(kinds.COVER_ACCEPTED, cover, people, at=at, who=who, until=until)
    return cover


def decline_cover(*, cover: Cover, by: Actor, at: datetime) -> Cover:
    """Not this time: no reason is asked, and whoever asked is told. Refuses a second answer."""
    require(ANSWER_COVER, by, cover)
    with transaction.atomic():
        row = locked(cover.relationship)
        cover = _held_cover(cover, row)
        _move(cover, CoverState.DECLINED, by=by, at=at)
        if cover.asked_by is not None:
            who = name_of(by, row)
            _tell(kinds.COVER_DECLINED, cover, [cover.asked_by], at=at, who=who)
    return cover


def call_cover_off(*, cover: Cover, by: Actor, at: datetime) -> Cover:
    """It is not needed, or not possible any more: whoever covered and the pair are told. Refuses
    what has ended already."""
    require(END_COVER, by, cover)
    with transaction.atomic():
        row = locked(cover.relationship)
        cover = _held_cover(cover, row)
        end_cover(cover, by=by, at=at)
    return cover


def end_cover(cover: Cover, *, by: Actor, at: datetime) -> None:
    """Call a held cover off and tell its people; who may was asked before."""
    was_accepted = cover.state == CoverState.ACCEPTED
    _move(cover, CoverState.CALLED_OFF, by=by, at=at)
    people = [cover.person, *(_concerned(cover, by) if was_accepted else [])]
    told = {one.pk: one for one in people if one.pk != by.person_id}
    _tell(kinds.COVER_CALLED_OFF, cover, told.values(), at=at)


def end_covers(*, at: datetime) -> int:
    """Covers end by themselves with the shift; nobody is told. Returns how many. Safe to repeat."""
    ended = 0
    over = Cover.objects.filter(state__in=LIVE, ends_at__lte=at).order_by("pk")
    for pk in list(over.values_list("pk", flat=True)):
        with transaction.atomic():
            rows = Cover.objects.select_for_update(of=("self",)).select_related("relationship")
            cover = rows.get(pk=pk)
            if cover.state in LIVE:
                _move(cover, CoverState.OVER, by=Actor(is_system=True), at=at)
                ended += 1
    return ended


def _held_cover(cover: Cover, row: Relationship) -> Cover:
    """The cover as it is now, held; its pair is held already."""
    rows = Cover.objects.select_for_update(of=("self",))
    found = rows.select_related("learner", "person", "asked_by").get(pk=cover.pk)
    found.relationship = row
    return found


def _require_open(live: list[Cover], person: Person) -> None:
    if any(one.state == CoverState.ACCEPTED for one in live):
        raise WrongState(_("Somebody covers already. Call that off first."))
    if any(one.person_id == person.pk for one in live):
        raise WrongState(_("%(name)s is asked already.") % {"name": person.given_name})
    if len(live) >= clocks().most_asked:
        raise WrongState(_("Enough people are asked. Wait for an answer, or call one off."))


def _require_lasts(cover: Cover, *, at: datetime) -> None:
    if cover.ends_at <= at:
        raise WrongState(_("The shift is over, so nobody covers it any more."))


def _move(cover: Cover, state: CoverState, *, by: Actor, at: datetime) -> None:
    refusal = _("This stands at “%(state)s”, so that does not fit now.") % {
        "state": cover.get_state_display()
    }
    require_transition(COVER_TRANSITIONS, cover.state, state, refusal)
    cover.state = state
    if state in (CoverState.ACCEPTED, CoverState.DECLINED):
        cover.answered_at = at
    if state not in LIVE:
        cover.ended_at = at
    cover.save(update_fields=["state", "answered_at", "ended_at"])
    record_in_pair(MOVED[state], cover, cover.relationship, by=by, at=at)


def _concerned(cover: Cover, by: Actor) -> list[Person]:
    """The learner, those who guide, and whoever asked; not whoever acts."""
    asked_by = [cover.asked_by] if cover.asked_by else []
    people = (cover.learner, *guides_of(cover.relationship), *asked_by)
    return list({one.pk: one for one in people if one.pk != by.person_id}.values())


def _tell(
    kind: Kind,
    cover: Cover,
    people: Iterable[Person],
    *,
    at: datetime,
    acts: tuple[ActButton, ...] = (),
    **values: str,
) -> None:
    row = cover.relationship
    own = [one for one in people if one.pk == cover.person_id]
    others = [one for one in people if one.pk != cover.person_id]
    ways = ((own, f"/covers/{cover.pk}/"), (others, f"/relationships/{row.pk}/cover/"))
    for group, path in ways:
        tell(
            kind,
            row,
            group,
            event=f"{cover.pk}",
            path=path,
            at=at,
            acts=acts,
            learner=cover.learner.name,
            **values,
        )
