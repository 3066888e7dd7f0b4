"""Who reads a challenge, adds to it, and takes words back."""

from django.db.models import Q

from guildhall.mentoring.models import Challenge, ChallengeEntry
from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side
from guildhall.relationships.access import heard_in_own_pairs, of_own_pairs
from guildhall.relationships.models import Party, Relationship


def _own(actor: Actor) -> Q:
    return of_own_pairs(actor) & Q(author_id=actor.person_id or 0)


def _guided(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    guides = Party.objects.filter(person_id=actor.person_id, side=Side.GUIDE, left_at__isnull=True)
    return Q(relationship__in=guides.values("relationship_id"), relationship__is_circle=True)


def _own_entries(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    pairs = Party.objects.filter(person_id=actor.person_id, left_at__isnull=True)
    reach = Relationship.objects.filter(pk__in=pairs.values("relationship_id"))
    return Q(author_id=actor.person_id, challenge__relationship__in=reach.values("pk"))


READ_CHALLENGE = declare(
    Access(
        "challenge.read",
        "A challenge is read by the pair or circle that it was put to, and by nobody else; who"
        " joins later reads those that are put from then on.",
        Challenge,
        lambda actor: heard_in_own_pairs(actor.person_id, "put_at", author="author"),
    )
)
CHANGE_CHALLENGE = declare(
    Access(
        "challenge.change",
        "Whoever put a challenge changes it, settles it and takes it back.",
        Challenge,
        _own,
        read=READ_CHALLENGE,
    )
)
PASS_CHALLENGE_ON = declare(
    Access(
        "challenge.pass_on",
        "Whoever leads a circle passes a challenge on to the safety officers.",
        Challenge,
        _guided,
        read=READ_CHALLENGE,
    )
)
CHANGE_ENTRY = declare(
    Access(
        "challenge_entry.change",
        "Whoever added something to a challenge takes it back.",
        ChallengeEntry,
        _own_entries,
    )
)
