"""The yearly question of a pair, and whether it sleeps."""

from dataclasses import dataclass

from guildhall.mentoring.ending_states import RenewalOutcome
from guildhall.mentoring.models import HomeMove, Renewal
from guildhall.relationships.models import Party, Relationship


@dataclass(frozen=True)
class RenewalShown:
    """The newest question. `is_open`: it waits for an answer; `you_said_yes`: the reader's own."""

    renewal: Renewal
    is_open: bool
    you_said_yes: bool
    is_asleep: bool


def renewal_of(relationship: Relationship, *, you: Party) -> RenewalShown | None:
    """The newest yearly question as one of the pair sees it; None where none was asked."""
    newest = Renewal.objects.filter(relationship=relationship).first()
    if newest is None:
        return None
    is_open = newest.settled_at is None
    return RenewalShown(
        renewal=newest,
        is_open=is_open,
        you_said_yes=is_open and newest.answers.filter(person_id=you.person_id).exists(),
        is_asleep=relationship.sleeps_since is not None,
    )


def open_home_move(relationship: Relationship) -> HomeMove | None:
    """A proposal of where to belong that waits for an answer."""
    rows = HomeMove.objects.filter(relationship=relationship, answered_at__isnull=True)
    return rows.select_related("organization", "proposed_by").first()


def years_renewed(relationship: Relationship) -> list[Renewal]:
    """The yearly questions that all answered with a yes, oldest first; one query."""
    rows = Renewal.objects.filter(relationship=relationship, outcome=RenewalOutcome.RENEWED)
    return list(rows.order_by("settled_at"))


def moves_made(relationship: Relationship) -> list[HomeMove]:
    """When the pair moved to another organization by consent, oldest first; one query."""
    rows = HomeMove.objects.filter(relationship=relationship, has_moved=True)
    return list(rows.select_related("organization").order_by("answered_at"))
