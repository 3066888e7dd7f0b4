"""Two standings of one preceptor in one house become one: the one that says more holds."""

from typing import Any

from guildhall.directory.models import Person
from guildhall.flows.actions.moving import move_all
from guildhall.preceptorship.models import Standing
from guildhall.preceptorship.standing_states import StandingState

S = StandingState
# What a suspension says outweighs every certificate.
WEIGHT = (
    S.CLOSED,
    S.APPLIED,
    S.RETIRED,
    S.SCREENED,
    S.IN_TRAINING,
    S.PROVISIONAL,
    S.LAPSED,
    S.LAPSING,
    S.CERTIFIED,
    S.SUSPENDED,
)


def merge_standings(kept: Person, merged: Person) -> list[dict[str, Any]]:
    """Steps and training of both stay; the state and the certificate are those of the weightier
    one. A standing in a house where the kept record has none moves with everything else."""
    own = {row.organization_id: row for row in kept.standings.select_for_update()}
    resolved = []
    for other in merged.standings.select_for_update():
        row = own.get(other.organization_id)
        if row is None:
            continue
        if WEIGHT.index(S(other.state)) > WEIGHT.index(S(row.state)):
            row.state, row.suspended_from = other.state, other.suspended_from
            row.certificate_id, row.valid_until = other.certificate_id, other.valid_until
            row.changed_at = other.changed_at
            row.save()
        move_all(old=other, new=row, besides=lambda _relation: False)
        Standing.objects.filter(pk=other.pk).delete()
        resolved.append({"what": "standing", "organization": row.organization_id})
    return resolved
