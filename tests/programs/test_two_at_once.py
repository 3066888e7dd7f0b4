"""Somebody who presses twice applies once, on either database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from guildhall.programs.actions.applications import start_application
from guildhall.programs.models import Enrollment
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW, build_world

AT_ONCE = 4


@pytest.mark.django_db(transaction=True)
def test_pressing_twice_begins_one_application():
    world = build_world()
    rule = {"organizations": [world.alder.pk]}
    cohort = make_cohort(make_program(world.alder, eligibility=rule))
    actor = world.actor("noor")
    together = Barrier(AT_ONCE)

    def press(_number: int) -> int:
        try:
            together.wait()
            return start_application(
                cohort=cohort, person=world.noor, side="learner", by=actor, at=NOW
            ).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as presses:
        begun = set(presses.map(press, range(AT_ONCE)))
    assert begun == {Enrollment.objects.get().pk}
