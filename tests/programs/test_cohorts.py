"""Opening cohorts and their dates."""

from datetime import date

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.cohorts import (
    archive_cohort,
    change_cohort,
    open_cohort,
    restore_cohort,
)
from guildhall.programs.actions.programs import archive_program
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW


def test_the_end_follows_from_the_plan(world, program):
    cohort = open_cohort(
        program=program,
        name="Spring 2027",
        by=world.actor("maren"),
        at=NOW,
        starts_on=date(2027, 1, 15),
    )
    assert cohort.ends_on == date(2027, 7, 14)
    assert Event.objects.get(kind="cohort_opened").organization_id == world.alder.pk


@pytest.mark.parametrize(
    ("dates", "problem"),
    [
        ({"starts_on": date(2027, 2, 1), "ends_on": date(2027, 1, 1)}, "ends_on"),
        (
            {"applications_close_on": date(2027, 2, 1), "starts_on": date(2027, 1, 1)},
            "starts_on",
        ),
        (
            {"applications_close_on": date(2027, 2, 1), "matches_promised_on": date(2027, 1, 1)},
            "matches_promised_on",
        ),
    ],
)
def test_dates_out_of_order_are_refused(program, dates, problem):
    with pytest.raises(InvalidInput) as refused:
        make_cohort(program, **dates)
    assert list(refused.value.problems) == [problem]


def test_a_name_is_needed_and_used_once(program):
    make_cohort(program, "Spring 2027")
    for name in ("", "spring 2027 "):
        with pytest.raises(InvalidInput) as refused:
            make_cohort(program, name)
        assert list(refused.value.problems) == ["name"]


def test_evergreen_programs_have_one_cohort_without_end(world):
    program = make_program(world.alder, template="informal-mentoring")
    assert program.plan["intake"] == "evergreen"
    with pytest.raises(InvalidInput) as refused:
        make_cohort(program, ends_on=date(2027, 1, 1))
    assert list(refused.value.problems) == ["ends_on"]
    cohort = make_cohort(program, starts_on=date(2027, 1, 1))
    assert cohort.ends_on is None
    with pytest.raises(WrongState, match="open already"):
        make_cohort(program, "Another")


def test_archived_programs_open_no_cohort(program):
    archive_program(program=program, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="in the archive"):
        make_cohort(program)


def test_changing_and_archiving(world, cohort):
    by = world.actor("maren")
    change_cohort(cohort=cohort, by=by, at=NOW, name="Summer", starts_on=date(2027, 6, 1))
    cohort.refresh_from_db()
    assert (cohort.name, cohort.starts_on) == ("Summer", date(2027, 6, 1))
    with pytest.raises(ValueError, match="color"):
        change_cohort(cohort=cohort, by=by, at=NOW, color="red")
    archive_cohort(cohort=cohort, by=by, at=NOW)
    with pytest.raises(WrongState, match="already"):
        archive_cohort(cohort=cohort, by=by, at=NOW)
    restore_cohort(cohort=cohort, by=by, at=NOW)
    with pytest.raises(WrongState, match="not in the archive"):
        restore_cohort(cohort=cohort, by=by, at=NOW)


@pytest.mark.parametrize(
    ("who", "error"), [("noor", NotVisible), ("vera", NotAllowed), ("olga", NotVisible)]
)
def test_only_who_runs_it_opens_cohorts(world, program, who, error):
    with pytest.raises(error):
        open_cohort(program=program, name="X", by=world.actor(who), at=NOW)
