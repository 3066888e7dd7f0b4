"""Ratings: each alone until both are locked; then gaps in steps, and one more look where asked."""

from datetime import timedelta

import pytest

from guildhall.assessment.access import READ_RATING, SEE_ROUND
from guildhall.assessment.actions.ratings import save_rating
from guildhall.assessment.actions.rounds import open_due_rounds, open_round
from guildhall.assessment.models import ObservationAsk, Rating, RatingRound
from guildhall.assessment.queries.passport import passport_page
from guildhall.assessment.queries.ratings import (
    both_sheets,
    own_levels,
    rounds_of,
    rounds_waiting_for,
)
from guildhall.assessment.queries.record import record_of
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Notice
from guildhall.permissions.access import visible_to
from guildhall.relationships.actions.course import close_relationship
from tests.world import NOW

CAST = ("noor", "gwen", "maren", "ada", "vera", "milo", "olga")


@pytest.fixture
def round(passport, world):
    """Week 13, opened by Gwen."""
    return open_round(passport=passport, title="Week 13", by=world.actor("gwen"), at=NOW)


@pytest.fixture
def rate(round, passport, world):
    """`rate("noor", {"iv-push": "4"})` saves a sheet, locked unless told otherwise."""

    def by_name(name: str, codes: dict[str, str], *, locks: bool = True) -> Rating:
        keys = {one.key: one.pk for one in passport.version.competencies.all()}
        levels = {one.code: one.pk for one in passport.version.scale.levels.all()}
        chosen = {keys[key]: levels[code] for key, code in codes.items()}
        return save_rating(round=round, levels=chosen, locks=locks, by=world.actor(name), at=NOW)

    return by_name


def readers(sheet, world) -> set[str]:
    return {
        name
        for name in CAST
        if visible_to(READ_RATING, world.actor(name)).filter(pk=sheet.pk).exists()
    }


def test_nobody_reads_the_other_before_both_are_locked(rate, round, passport, world):
    own = rate("noor", {"iv-push": "4"})
    other = rate("gwen", {"iv-push": "3"}, locks=False)
    assert readers(own, world) == {"noor"}
    assert readers(other, world) == {"gwen"}
    assert both_sheets(round, record_of(passport)) == []
    assert own_levels(round, "preceptor", actor=world.actor("noor")) == {}
    page = passport_page(passport, NOW.date())
    assert [line.compared for line in page.lines] == [None] * 4
    rate("gwen", {"iv-push": "3"})
    assert readers(own, world) == readers(other, world) == set(CAST) - {"olga"}
    gaps = both_sheets(round, record_of(passport))
    assert [(one.competency.key, one.gap.steps) for one in gaps] == [("iv-push", 1)]


def test_a_locked_sheet_stays_and_its_digest_is_in_the_chain(rate, world):
    sheet = rate("noor", {"iv-push": "4"})
    event = Event.objects.get(kind="rating_locked")
    assert event.ids["digest"] == sheet.digest
    with pytest.raises(WrongState, match="locked"):
        rate("noor", {"iv-push": "1"})


def test_a_draft_can_be_changed_and_an_empty_sheet_not_locked(rate, round, world):
    rate("noor", {"iv-push": "4"}, locks=False)
    rate("noor", {"catheter": "2a"}, locks=False)
    assert len(own_levels(round, "learner", actor=world.actor("noor"))) == 1
    with pytest.raises(InvalidInput, match="at least one"):
        rate("noor", {})


def test_levels_and_competencies_of_elsewhere_are_refused(round, world):
    with pytest.raises(InvalidInput, match="its own competencies"):
        save_rating(round=round, levels={0: 0}, locks=False, by=world.actor("noor"), at=NOW)


@pytest.mark.parametrize(
    ("name", "error"), [("maren", NotAllowed), ("milo", NotAllowed), ("olga", NotVisible)]
)
def test_nobody_else_rates(rate, name, error):
    with pytest.raises(error):
        rate(name, {"iv-push": "4"})


def test_two_steps_above_on_something_critical_ask_for_an_observation(rate, world):
    rate("noor", {"iv-push": "4", "transfusion": "3", "catheter": "4"})
    rate("gwen", {"iv-push": "2b", "transfusion": "2b", "catheter": "1"})
    ask = ObservationAsk.objects.get()
    assert (ask.competency.key, ask.asked) == ("iv-push", world.gwen)
    assert Event.objects.get(kind="observation_asked").person_id is None


def test_both_are_told_that_both_are_in_and_never_at_which_level(rate, world):
    rate("noor", {"iv-push": "4"})
    assert not Notice.objects.filter(kind="assessment.ratings_settled").exists()
    rate("gwen", {"iv-push": "4"})
    told = Notice.objects.filter(kind="assessment.ratings_settled")
    assert set(told.values_list("person__given_name", flat=True)) == {"Noor", "Gwen"}


def test_the_learners_sheet_ticks_the_first_step_off(rate, pair):
    rate("noor", {"iv-push": "4"})
    step = pair.relationship.first_steps.get(key="self_rating")
    assert step.done_at == NOW


def test_a_round_is_opened_by_few_and_once(passport, round, world):
    with pytest.raises(NotAllowed):
        open_round(passport=passport, title="x", by=world.actor("noor"), at=NOW)
    with pytest.raises(NotVisible):
        open_round(passport=passport, title="x", by=world.actor("olga"), at=NOW)
    with pytest.raises(WrongState, match="open already"):
        open_round(passport=passport, title="x", by=world.actor("maren"), at=NOW)
    day = NOW.date() - timedelta(days=1)
    with pytest.raises(InvalidInput) as refused:
        open_round(passport=passport, title=" ", due_on=day, by=world.actor("maren"), at=NOW)
    assert set(refused.value.problems) == {"title", "due_on"}


def test_without_a_pair_there_is_no_round(passport, pair, world):
    close_relationship(relationship=pair.relationship, by=world.actor("maren"), at=NOW)
    with pytest.raises(WrongState, match="Nobody guides"):
        open_round(passport=passport, title="x", by=world.actor("maren"), at=NOW)


def test_the_clock_opens_a_round_on_each_planned_day_once(passport, rate_all, world):
    # the template plans days 0, 84 and 161
    assert open_due_rounds(at=NOW) == 1
    assert open_due_rounds(at=NOW) == 0
    rate_all()
    assert open_due_rounds(at=NOW + timedelta(days=83)) == 0
    assert open_due_rounds(at=NOW + timedelta(days=200)) == 1
    titles = RatingRound.objects.order_by("opened_at").values_list("title", flat=True)
    assert list(titles) == ["Week 1", "Week 24"]
    asked = Notice.objects.filter(kind="assessment.rating_wanted")
    assert set(asked.values_list("person__given_name", flat=True)) == {"Noor", "Gwen"}


@pytest.fixture
def rate_all(passport, world):
    """Both lock the newest round."""

    def lock() -> None:
        newest = RatingRound.objects.first()
        one = passport.version.competencies.first()
        level = passport.version.scale.levels.first()
        for name in ("noor", "gwen"):
            save_rating(
                round=newest, levels={one.pk: level.pk}, locks=True, by=world.actor(name), at=NOW
            )

    return lock


def test_what_waits_for_whom(round, rate, world):
    assert rounds_waiting_for(world.noor.pk) == [round]
    rate("noor", {"iv-push": "4"})
    assert rounds_waiting_for(world.noor.pk) == []
    assert rounds_waiting_for(world.gwen.pk) == [round]
    assert rounds_waiting_for(world.omar.pk) == []
    assert rounds_of(round.passport)[0].locked == {"learner"}


def test_whoever_reads_the_passport_sees_the_round_but_no_outsider(round, world):
    seen = {name for name in CAST if visible_to(SEE_ROUND, world.actor(name)).filter(pk=round.pk)}
    assert seen == set(CAST) - {"olga"}
