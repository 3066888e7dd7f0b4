"""A pair rests, goes on, or ends."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.core.transitions import require_transition
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.access import STEER_RELATIONSHIP
from guildhall.relationships.actions.events import (
    RELATIONSHIP_CLOSED,
    RELATIONSHIP_PAUSED,
    RELATIONSHIP_RESUMED,
)
from guildhall.relationships.actions.freeing import free_enrollments
from guildhall.relationships.actions.rows import locked, present_parties
from guildhall.relationships.endings import tell_end, tell_rest
from guildhall.relationships.kinds import RELATIONSHIP_CLOSED as TOLD_CLOSED
from guildhall.relationships.models import Closure, Relationship
from guildhall.relationships.queries.closing import closing_reasons
from guildhall.relationships.states import RELATIONSHIP_TRANSITIONS, RelationshipState
from guildhall.relationships.telling import across, message_about

LONGEST_WORDS = 2000


def pause_relationship(*, relationship: Relationship, by: Actor, at: datetime) -> Relationship:
    """Let the pair rest; it keeps its place. Nobody is told. Refuses unless it is active."""
    require(STEER_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = _moved(relationship, RelationshipState.PAUSED, at=at)
        tell_rest(row, by=by, at=at)
        organization_id = row.organization_id
        record(RELATIONSHIP_PAUSED, by=by, subject=row, at=at, organization_id=organization_id)
    return row


def resume_relationship(*, relationship: Relationship, by: Actor, at: datetime) -> Relationship:
    """Go on after a pause. Nobody is told. Refuses unless it is paused."""
    require(STEER_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = _moved(relationship, RelationshipState.ACTIVE, at=at, before=RelationshipState.PAUSED)
        if row.contact_rests_since is not None:
            raise WrongState(_("This pair rests for now. You hear from us when it can go on."))
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
        Closure.objects.create(
            relationship=row,
            reason=reason,
            words=words.strip(),
            closed_by_id=by.person_id,
            closed_at=at,
        )
        parties = present_parties(row)
        free_enrollments(parties, by=by, at=at, learners_wait=learners_wait)
        tell_end(row, by=by, at=at)
        organization_id = row.organization_id
        record(RELATIONSHIP_CLOSED, by=by, subject=row, at=at, organization_id=organization_id)
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
        row.closed_at = at
    row.save(update_fields=["state", "closed_at"])
    return row
