"""Challenges: put, added to, settled, taken back, passed on."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.audit.actions import record
from guildhall.core.errors import WrongState
from guildhall.mentoring.actions.wisdom_events import (
    CHALLENGE_CHANGED,
    CHALLENGE_PASSED_ON,
    CHALLENGE_TAKEN_BACK,
    ENTRY_ADDED,
    ENTRY_TAKEN_BACK,
)
from guildhall.mentoring.actions.wisdom_events import CHALLENGE_PUT as PUT
from guildhall.mentoring.actions.wisdom_rows import require_going_on, require_texts
from guildhall.mentoring.challenge_access import (
    CHANGE_CHALLENGE,
    CHANGE_ENTRY,
    PASS_CHALLENGE_ON,
    READ_CHALLENGE,
)
from guildhall.mentoring.models import Challenge, ChallengeEntry
from guildhall.mentoring.wisdom_messages import CHALLENGE_PUT
from guildhall.mentoring.wisdom_states import ChallengeState, EntryKind
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked, own_party, present_parties
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.telling import message_from
from guildhall.safety.actions.reporting import Report, report_worry
from guildhall.safety.models import Worry
from guildhall.safety.states import Wish, WorryKind

# Among fewer, everybody would know who it is.
FEWEST_TO_HIDE_AMONG = 4


def put_challenge(
    *,
    relationship: Relationship,
    title: str,
    context: str = "",
    is_anonymous: bool = False,
    by: Actor,
    at: datetime,
) -> Challenge:
    """Put a challenge to the pair or circle; the others are told that something waits.

    Without a name it appears the day after, nobody is mailed, and no event names who put it.
    Refuses that outside circles, and in circles in which fewer than four people are.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    texts = require_texts({"title": title, "context": context}, needed=("title",), lines=("title",))
    with transaction.atomic():
        row = locked(relationship)
        require_going_on(row)
        parties = present_parties(row)
        mine = own_party(parties, by)
        if is_anonymous:
            _require_hidden(row, parties)
        challenge = Challenge.objects.create(
            relationship=row,
            author=mine.person,
            is_anonymous=is_anonymous,
            shown_on=at.date() + timedelta(days=1 if is_anonymous else 0),
            put_at=at.replace(hour=0, minute=0, second=0, microsecond=0) if is_anonymous else at,
            **texts,
        )
        _record(PUT, challenge, by=by, at=at)
        if not is_anonymous:
            _tell(challenge, row, parties, mine, at=at)
    return challenge


def change_challenge(
    *, challenge: Challenge, title: str, context: str, by: Actor, at: datetime
) -> Challenge:
    """Change its words. Only whoever put it may."""
    require(CHANGE_CHALLENGE, by, challenge)
    texts = require_texts({"title": title, "context": context}, needed=("title",), lines=("title",))
    with transaction.atomic():
        row = _held(challenge)
        row.title, row.context = texts["title"], texts["context"]
        row.save(update_fields=["title", "context"])
        _record(CHALLENGE_CHANGED, row, by=by, at=at)
    return row


def settle_challenge(*, challenge: Challenge, is_settled: bool, by: Actor, at: datetime) -> None:
    """Settle it, or open it again. Only whoever put it may."""
    require(CHANGE_CHALLENGE, by, challenge)
    with transaction.atomic():
        row = _held(challenge)
        row.state = ChallengeState.SETTLED if is_settled else ChallengeState.OPEN
        row.save(update_fields=["state"])
        _record(CHALLENGE_CHANGED, row, by=by, at=at)


def take_challenge_back(*, challenge: Challenge, by: Actor, at: datetime) -> None:
    """It is gone with all that was added; the page asks first. A lesson of it that was told stays
    where everybody agreed."""
    require(CHANGE_CHALLENGE, by, challenge)
    with transaction.atomic():
        row = _held(challenge)
        _record(CHALLENGE_TAKEN_BACK, row, by=by, at=at)
        row.delete()


def add_entry(
    *, challenge: Challenge, kind: EntryKind, text: str, by: Actor, at: datetime
) -> ChallengeEntry:
    """Add a pitfall, an option, what was tried or what happened. Nobody is told.

    Refuses once it is settled, and when the pair has ended or rests.
    """
    require(READ_CHALLENGE, by, challenge)
    words = require_texts({"text": text}, needed=("text",))["text"]
    with transaction.atomic():
        pair = locked(challenge.relationship)
        require_going_on(pair)
        row = _held(challenge)
        if row.state == ChallengeState.SETTLED:
            raise WrongState(_("This is settled. Whoever put it can open it again."))
        entry = ChallengeEntry.objects.create(
            challenge=row,
            author=own_party(present_parties(pair), by).person,
            kind=kind,
            text=words,
            written_on=at.date(),
        )
        _record(ENTRY_ADDED, row, by=by, at=at)
    return entry


def take_entry_back(*, entry: ChallengeEntry, by: Actor, at: datetime) -> None:
    """Its words are gone for good. Only whoever wrote them may."""
    require(CHANGE_ENTRY, by, entry)
    with transaction.atomic():
        _record(ENTRY_TAKEN_BACK, entry.challenge, by=by, at=at)
        entry.delete()


def pass_challenge_on(*, challenge: Challenge, words: str, by: Actor, at: datetime) -> Worry:
    """Report a circle's challenge to the safety officers, with its words and the leader's own.

    Who put it without a name stays hidden from them, too. Nobody in the circle is told. Refuses
    none but whoever leads the circle.
    """
    require(PASS_CHALLENGE_ON, by, challenge)
    own = require_texts({"words": words}, needed=("words",))["words"]
    text = "\n\n".join(part for part in (own, "—", challenge.title, challenge.context) if part)
    with transaction.atomic():
        worry = report_worry(
            report=Report(kind=WorryKind.RISK, wish=Wish.TODAY, text=text),
            relationship=challenge.relationship,
            by=by,
            at=at,
        )
        # By the house: that somebody who leads a circle reported is for the officers to know.
        record(CHALLENGE_PASSED_ON, by=SYSTEM, subject=challenge, at=at)
    return worry


def _require_hidden(row: Relationship, parties: list[Party]) -> None:
    if not row.is_circle:
        raise WrongState(_("Between two people nothing is without a name. Put it with yours."))
    if len(parties) < FEWEST_TO_HIDE_AMONG:
        raise WrongState(
            ngettext(
                "You are %(n)d person here, so everybody would know. Put it with your name.",
                "You are %(n)d people here, so everybody would know. Put it with your name.",
                len(parties),
            )
            % {"n": len(parties)}
        )


def _held(challenge: Challenge) -> Challenge:
    rows = Challenge.objects.select_for_update(of=("self",)).select_related("relationship")
    return rows.get(pk=challenge.pk)


def _record(kind: str, challenge: Challenge, *, by: Actor, at: datetime) -> None:
    """Without a name, neither who asked nor who answered is recorded."""
    pair = challenge.relationship
    record(
        kind,
        by=SYSTEM if challenge.is_anonymous else by,
        subject=challenge,
        at=at,
        organization_id=pair.organization_id,
        relationship=pair.pk,
    )


def _tell(
    challenge: Challenge, row: Relationship, parties: list[Party], mine: Party, *, at: datetime
) -> None:
    send_many(
        [
            message_from(
                CHALLENGE_PUT,
                relationship=row,
                sender=mine.person,
                to=party,
                event=str(challenge.pk),
                path=f"/challenges/{challenge.code}/",
            )
            for party in parties
            if party.pk != mine.pk
        ],
        at=at,
    )
