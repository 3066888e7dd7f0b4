"""Who may read and change what a pair expects and agrees: the pair, and nobody else."""

from django.db.models import Q

from guildhall.permissions.access import NOTHING, Access, declare
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import SEE_RELATIONSHIP
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState

ONGOING = (RelationshipState.ACTIVE, RelationshipState.CLOSING)


def _own(actor: Actor) -> Q:
    if actor.person_id is None:
        return NOTHING
    parties = Party.objects.filter(person_id=actor.person_id, left_at__isnull=True)
    return Q(pk__in=parties.values("relationship_id"))


READ_AGREEMENT = declare(
    Access(
        "agreement.read",
        "Only the pair read what they expect and what they agreed, also after the end; everybody"
        " else learns no more than done or not done.",
        Relationship,
        _own,
        read=SEE_RELATIONSHIP,
    )
)
CHANGE_AGREEMENT = declare(
    Access(
        "agreement.change",
        "Only the pair answer, settle differences, and write, sign and review their agreement.",
        Relationship,
        _own,
        read=SEE_RELATIONSHIP,
    )
)
