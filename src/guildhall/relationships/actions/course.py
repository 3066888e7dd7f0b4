"""A pair rests, goes on, or ends."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput
from guildhall.core.transitions import require_transition
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.programs.states import Side
from guildhall.relationships.access import STEER_RELATIONSHIP
from guildhall.relationships.actions.events import (
    RELATIONSHIP_ASLEEP,
    RELATIONSHIP_CLOSED,
    RELATIONSHIP_PAUSED,
    RELATIONSHIP_RESUMED,
)
from guildhall.relationships.actions.freeing import free_enrollments
from guildhall.relationships.actions.pausers import (
    is_of_pair,
    require_may_resume,
    takes_on_pause,
)
from guildhall.relationships.actions.retaking import take_places_again
from guildhall.relationships.actions.rows import locked, present_parties
from guildhall.relationships.endings import tell_end, tell_rest, tell_waking
from guildhall.relationships.kinds import RELATIONSHIP_CLOSED as TOLD_CLOSED
from guildhall.relationships.models import Closure, Party, Relationship
from guildhall.relationships.queries.closing import closing_reasons
from guildhall.relationships.states import (
    RELATIONSHIP_TRANSITIONS,
    CloseReason,
    RelationshipState,
)
from guildhall.relationships.telling import across, message_about

LONGEST_WORDS = 2000


def pause_relationship(*, relationship: Relationship, by: Actor, at: datetime) -> Relationship:
    """Let the pair rest; it keeps its place. Nobody is told.

    Refuses unless it is active; one of them may also take on a pause of somebody else's, so that
    it is theirs to end. Doing that tells nobody and changes nothing else.
    """
    require(STEER_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        if takes_on_pause(row, by):
            _note_who_paused(row, by)
            return row
        row = _moved(row, RelationshipState.PAUSED, at=at)
        _note_who_paused(row, by)
        # Which of the two let it rest is not kept, so that a rest by the house looks the same.
        by = SYSTEM if is_of_pair(row, by.person_id) else by
        tell_rest(row, by=by, at=at)
        organization_id = row.organization_id
        record(RELATIONSHIP_PAUSED, by=by, subject=row, at=at, organization_id=organization_id)
    return row


def let_relationship_sleep(*, relationship: Relationship, at: datetime) -> Relationship:
    """Nobody has said for long whether it goes on: it rests, and holds nobody's place any more.

    Nobody is told. The clock calls this, with the row's pair active or paused.
    """
    with transaction.atomic():
        row = locked(relationship)
        if row.state != RelationshipState.PAUSED:
            row = pause_relationship(relationship=row, by=SYSTEM, at=at)
        row.sleeps_since = at
        row.save(update_fields=["sleeps_since"])
        organization_id = row.organization_id
        record(RELATIONSHIP_ASLEEP, by=SYSTEM, subject=row, at=at, organization_id=organization_id)
    return row


def resume_relationship(*, relationship: Relationship, by: Actor, at: datetime) -> Relationship:
    """Go on after a pause. Nobody is told. Refuses unless it is paused; one that sleeps also where
    no place is free for it, or where its people are kept apart.

    Whoever is not one of the pair resumes only what they paused themselves, and reads the same
    words at every other one, whyever it rests.
    """
    require(STEER_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = _moved(relationship, RelationshipState.ACTIVE, at=at, before=RelationshipState.PAUSED)
        require_may_resume(row, by)
        if row.sleeps_since is not None:
            take_places_again(row, present_parties(row), at=at)
            row.sleeps_since = None
            row.save(update_fields=["sleeps_since"])
        tell_waking(row, by=by, at=at)
        organization_id = row.organization_id
        record(RELATIONSHIP_RESUMED, by=by, subject=row, at=at, organization_id=organization_id)
    return row


def close_relationship(
    *,
    relationship: Relationship,
    by: Actor,
    at: datetime,
    reason: str = "",
    words: str = "",
    learners_wait: bool = False,
    tells: bool = True,
) -> Relationship:
    """End the pair: its places are free again, and all of them are told without a reason.

    `reason` and `words` are optional; the words are sealed. With `learners_wait` the learners
    look for somebody else and come first next time. Without `tells` nobody is written to, as after
    a single conversation. Refuses one that has ended already, or that
    is only offered: an offer is declined.
    """
    require(STEER_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = _moved(relationship, RelationshipState.CLOSED, at=at)
        _refuse_bad_closure(row, reason=reason, words=words)
        parties = _end(
            row, reason=reason, words=words.strip(), learners_wait=learners_wait, by=by, at=at
        )
        told = parties if tells else ()
        send_many(
            [
                message_about(
                    TOLD_CLOSED,
                    relationship=row,
                    to=party,
                    others=across(parties, party),
                    what_next=_what_next(party.side, learners_wait=learners_wait),
                )
                for party in told
            ],
            at=at,
        )
    return row


def close_unanswered(*, relationship: Relationship, at: datetime) -> Relationship:
    """Its planned end has passed and nobody said how to go on: it ends as every other pair does,
    and the caller tells the people. The clock calls this."""
    with transaction.atomic():
        row = _moved(relationship, RelationshipState.CLOSED, at=at)
        reason = CloseReason.UNANSWERED
        _end(row, reason=reason, words="", learners_wait=False, by=SYSTEM, at=at)
    return row


def _end(
    row: Relationship, *, reason: str, words: str, learners_wait: bool, by: Actor, at: datetime
) -> list[Party]:
    """What every end does: keep why, free the places, let all rooms join in, record it."""
    Closure.objects.create(
        relationship=row, reason=reason, words=words, closed_by_id=by.person_id, closed_at=at
    )
    parties = present_parties(row)
    free_enrollments(parties, by=by, at=at, learners_wait=learners_wait)
    tell_end(row, by=by, at=at)
    organization_id = row.organization_id
    record(RELATIONSHIP_CLOSED, by=by, subject=row, at=at, organization_id=organization_id)
    return parties


def _note_who_paused(row: Relationship, by: Actor) -> None:
    row.paused_by_id = by.person_id
    row.save(update_fields=["paused_by"])


def _what_next(side: str, *, learners_wait: bool) -> str:
    if side == Side.LEARNER and learners_wait:
        return _("You come first when the next matches are made. There is nothing to do.")
    return _("Thank you for the time that you gave each other.")


def _refuse_bad_closure(row: Relationship, *, reason: str, words: str) -> None:
    problems: dict[str, str] = {}
    if reason and reason not in dict(closing_reasons(row)):
        problems["reason"] = _("Choose one of the reasons, or none.")
    if len(words.strip()) > LONGEST_WORDS:
        problems["words"] = _("Keep it to %(most)d characters.") % {"most": LONGEST_WORDS}
    if problems:
        raise InvalidInput(_("This has not ended yet."), problems)


def _moved(
    relationship: Relationship,
    state: RelationshipState,
    *,
    at: datetime,
    before: RelationshipState | None = None,
) -> Relationship:
    row = locked(relationship)
    refusal = _("This pair stands at “%(state)s”, so that does not fit now.") % {
        "state": row.get_state_display()
    }
    table = RELATIONSHIP_TRANSITIONS
    if before or row.state == RelationshipState.OFFERED:
        # an offer is answered, not ended; only a paused pair goes on
        table = {row.state: frozenset({state}) if row.state == before else frozenset()}
    require_transition(table, row.state, state, refusal)
    row.state = state
    if state == RelationshipState.CLOSED:
        row.closed_at, row.sleeps_since = at, None
    row.save(update_fields=["state", "closed_at", "sleeps_since"])
    return row
