"""To which organization a pair belongs, once somebody has changed employer."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.core.errors import InvalidInput, NotAllowed, WrongState
from guildhall.directory.models import Organization
from guildhall.mentoring.actions.ending_events import HOME_ANSWERED, HOME_PROPOSED
from guildhall.mentoring.actions.ending_rows import require_ongoing, told
from guildhall.mentoring.ending_access import ANSWER_HOME_MOVE
from guildhall.mentoring.ending_messages import HOME_WANTED
from guildhall.mentoring.models import HomeMove
from guildhall.mentoring.queries.homes import possible_homes
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.continuing import move_home
from guildhall.relationships.actions.rows import locked, own_party, present_parties, record_in_pair
from guildhall.relationships.endings import on_end
from guildhall.relationships.models import Relationship


def propose_home(
    *, relationship: Relationship, organization: Organization, by: Actor, at: datetime
) -> HomeMove:
    """Propose that the pair belongs to an organization of one of them; the others are asked.

    Refuses an organization to which none of them belongs, the present one, and a second proposal
    while one waits.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    with transaction.atomic():
        row = locked(relationship)
        require_ongoing(row)
        parties = present_parties(row)
        mine = own_party(parties, by)
        if organization.pk not in {house.pk for house in possible_homes(row)}:
            problem = _("Choose an organization to which one of you belongs now.")
            raise InvalidInput(_("This is not saved yet."), {"organization": problem})
        if row.home_moves.filter(answered_at__isnull=True).exists():
            raise WrongState(_("A proposal waits for an answer already."))
        move = HomeMove.objects.create(
            relationship=row, organization=organization, proposed_by=mine.person, proposed_at=at
        )
        record_in_pair(HOME_PROPOSED, move, row, by=by, at=at)
        send_many(
            [
                told(
                    HOME_WANTED,
                    row,
                    to=party,
                    parties=parties,
                    key=str(move.pk),
                    page="home/",
                    who=mine.person.name,
                    house=organization.name,
                )
                for party in parties
                if party.pk != mine.pk
            ],
            at=at,
        )
    return move


def answer_home(*, move: HomeMove, agrees: bool, by: Actor, at: datetime) -> HomeMove:
    """Another of the pair agrees, and it moves at once, out of its program if it had one; or it
    stays where it is. Whoever proposed it may only take it back. Nobody is told.
    """
    require(ANSWER_HOME_MOVE, by, move)
    with transaction.atomic():
        row = locked(move.relationship)
        require_ongoing(row)
        kept = HomeMove.objects.select_for_update(of=("self",)).get(pk=move.pk)
        if kept.answered_at is not None:
            raise WrongState(_("This has been answered already."))
        parties = present_parties(row)
        mine = own_party(parties, by)
        if agrees and mine.person_id == kept.proposed_by_id:
            raise NotAllowed(_("You proposed it, so somebody else of the pair agrees to it."))
        if agrees and kept.organization_id not in {house.pk for house in possible_homes(row)}:
            raise WrongState(_("None of you belongs there any more, so the pair stays."))
        kept.answered_at, kept.has_moved = at, agrees
        kept.save(update_fields=["answered_at", "has_moved"])
        if agrees:
            move_home(row, parties, kept.organization, by=by, at=at)
        record_in_pair(HOME_ANSWERED, kept, row, by=by, at=at)
    return kept


@on_end
def drop_home_moves(row: Relationship, by: Actor, at: datetime) -> None:
    """A pair that has ended stays where it was."""
    HomeMove.objects.filter(relationship=row, answered_at=None).update(answered_at=at)
