"""Two times of one proposal, chosen at the same moment: one is booked, on either database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from guildhall.core.errors import WrongState
from guildhall.meetings.actions.proposing import accept_time, propose_times
from guildhall.meetings.models import Meeting
from guildhall.notify.models import Message
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.meetings.factories import FRIDAY, THURSDAY
from tests.relationships.factories import make_pair
from tests.world import NOW, build_world


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_book_one_time():
    world = build_world()
    cohort = cohort_of(preceptorship(world.alder))
    pair = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    times = [THURSDAY, FRIDAY]
    proposal = propose_times(
        relationship=pair, times=times, minutes=45, by=world.actor("gwen"), at=NOW
    )
    offered, noor = list(proposal.times.all()), world.actor("noor")
    together = Barrier(2)

    def choose(number: int) -> str:
        try:
            together.wait()
            accept_time(time=offered[number], by=noor, at=NOW)
        except WrongState as refused:
            return refused.message
        finally:
            connections.close_all()
        return "booked"

    with ThreadPoolExecutor(2) as clicks:
        said = sorted(clicks.map(choose, range(2)))

    assert said == ["A time has been chosen already. Open the meeting to move it.", "booked"]
    assert Meeting.objects.get().state == "booked"
    assert Message.objects.filter(kind="meetings.meeting_booked").count() == 2
