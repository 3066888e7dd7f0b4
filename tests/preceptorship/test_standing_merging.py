"""Two records of one preceptor are merged, and nothing is lost."""

import pytest

from guildhall.flows.actions.merging import merge_people
from guildhall.preceptorship.actions.standings import suspend
from guildhall.preceptorship.models import Standing
from tests.preceptorship.standing_ground import certified, provisional, update
from tests.world import NOW


@pytest.mark.parametrize("order", [("gwen", "omar"), ("omar", "gwen")])
def test_steps_and_training_of_both_stay_and_the_suspension_holds(world, order):
    provisional(world)
    row = certified(world, "omar")
    update(row, world)
    suspend(standing=row, words="Open", by=world.actor("maren"), at=NOW)
    certificate = row.certificate
    kept, merged = (getattr(world, name) for name in order)
    world.omar.account = None
    world.omar.save()
    kept.refresh_from_db()
    merged.refresh_from_db()
    merge_people(kept=kept, merged=merged, by=world.actor("ada"), at=NOW)
    found = Standing.objects.get()
    assert (found.person, found.state, found.suspended_from) == (kept, "suspended", "certified")
    assert (found.certificate, found.valid_until) == (certificate, certificate.valid_until)
    assert (found.trainings.count(), found.moves.count()) == (3, 6)
    assert certificate.person_id in (kept.pk, merged.pk)
    certificate.refresh_from_db()
    assert certificate.person == kept
