"""The arithmetic of bands, raters and gates, against the published thresholds.

Preceptors: accept from 21 of 30 with no 0, 15 to 20 co-precept first, below 15 decline; two
raters, and a difference of more than 3 asks a third.
"""

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.programs.screening_states import Outcome, ScreeningStage
from guildhall.programs.screening_verdict import (
    MEAN,
    MEDIAN,
    ONE,
    GateStanding,
    Standing,
    gate_standing,
    is_against_band,
    missing_items,
    needs_reason,
    work_out,
)
from guildhall.programs.template_files import load_rubric

PRECEPTOR = load_rubric("preceptor")
MENTOR = load_rubric("mentor")
LIGHT = load_rubric("learner-fit")
KEYS = [item.key for item in PRECEPTOR.items]
ratings = st.lists(st.integers(0, 3), min_size=10, max_size=10).map(
    lambda scores: dict(zip(KEYS, scores, strict=True))
)


def rating(total: int, *, zero: bool = False) -> dict[str, int]:
    """Ten scores with this total, without a 0 unless asked for."""
    places = 9 if zero else 10
    low, more = divmod(total, places)
    scores = [low + (index < more) for index in range(places)] + ([0] if zero else [])
    assert max(scores) <= 3
    assert sum(scores) == total
    return dict(zip(KEYS, scores, strict=True))


@pytest.mark.parametrize(
    ("total", "band"),
    [(30, "accept"), (21, "accept"), (20, "conditional"), (15, "conditional"), (14, "decline")],
)
def test_published_thresholds(total, band):
    workings = work_out(PRECEPTOR, [rating(total)] * 2)
    assert workings.band is not None
    assert (workings.total, workings.band.decision, workings.highest_total) == (total, band, 30)


def test_a_zero_closes_the_best_band():
    workings = work_out(PRECEPTOR, [rating(24), rating(24, zero=True)])
    assert workings.band is not None
    assert workings.band.name == "Co-precept first"
    assert workings.barred_band is not None
    assert workings.barred_band.name == "Accept"
    assert workings.zeros == ("referees",)


@pytest.mark.parametrize(
    ("first", "second", "wanted"), [(20, 23, 0), (20, 24, 1), (24, 20, 1), (21, 21, 0)]
)
def test_a_difference_of_more_than_three_asks_a_third(first, second, wanted):
    workings = work_out(PRECEPTOR, [rating(first), rating(second)])
    assert (workings.raters_wanted, workings.is_split) == (wanted, wanted == 1)
    assert (workings.band is None) == (wanted == 1)


def test_half_points_do_not_round_up():
    workings = work_out(PRECEPTOR, [rating(20), rating(21)])
    assert workings.band is not None
    assert (workings.total, workings.band.decision) == (20.5, "conditional")
    assert workings.better_band is not None
    assert (workings.better_band.decision, workings.points_missing) == ("accept", 0.5)


def test_one_rater_is_enough_where_the_rubric_says_so():
    workings = work_out(LIGHT, [{"fit": 2, "motivation": 1}])
    assert workings.band is not None
    assert (workings.method, workings.band.decision, workings.raters_wanted) == (ONE, "accept", 0)


@given(ratings, ratings)
def test_two_ratings_by_hand(first, second):
    workings = work_out(PRECEPTOR, [first, second])
    one, two = sum(first.values()), sum(second.values())
    assert workings.totals == (one, two)
    assert workings.spread == abs(one - two)
    if abs(one - two) > 3:
        assert (workings.raters_wanted, workings.band, workings.total) == (1, None, None)
        return
    total = (one + two) / 2
    has_zero = 0 in [*first.values(), *second.values()]
    expected = (
        "accept" if total >= 21 and not has_zero else "conditional" if total >= 15 else "decline"
    )
    assert workings.band is not None
    assert (workings.method, workings.total, workings.band.decision) == (MEAN, total, expected)


@given(ratings, ratings, ratings)
def test_with_three_the_median_counts_where_two_were_apart(first, second, third):
    totals = [sum(r.values()) for r in (first, second, third)]
    workings = work_out(PRECEPTOR, [first, second, third])
    assert workings.raters_wanted == 0
    assert workings.band is not None
    if max(totals) - min(totals) > 3:
        assert (workings.method, workings.total) == (MEDIAN, median(totals))
    else:
        assert workings.total == pytest.approx(sum(totals) / 3)


@given(ratings, ratings)
def test_the_order_of_raters_changes_nothing(first, second):
    there, back = work_out(PRECEPTOR, [first, second]), work_out(PRECEPTOR, [second, first])
    assert (there.total, there.band, there.zeros) == (back.total, back.band, back.zeros)


@given(ratings, st.sampled_from(KEYS))
def test_a_better_score_never_leads_to_a_worse_band(scores, key):
    better = {**scores, key: min(3, scores[key] + 1)}
    bands = list(PRECEPTOR.bands)
    before, after = work_out(PRECEPTOR, [scores] * 2), work_out(PRECEPTOR, [better] * 2)
    assert before.band is not None
    assert after.band is not None
    assert bands.index(after.band) <= bands.index(before.band)


@given(ratings, ratings)
def test_the_points_missing_reach_the_better_band(first, second):
    workings = work_out(PRECEPTOR, [first, second])
    if workings.better_band is not None:
        assert workings.total is not None
        assert workings.points_missing > 0
        assert workings.total + workings.points_missing == workings.better_band.lowest


def test_a_rating_that_is_not_whole_is_refused():
    with pytest.raises(ValueError, match="No score yet for"):
        work_out(PRECEPTOR, [{"referees": 2}])
    assert missing_items(PRECEPTOR, {"referees": 2}) == tuple(KEYS[:-1])


def test_gates_hold_fail_or_are_not_known():
    noted = {gate.key: True for gate in PRECEPTOR.gates} | {"volunteered": False}
    del noted["months_in_area"]
    standing = gate_standing(PRECEPTOR, noted)
    assert [gate.key for gate in standing.failed] == ["volunteered"]
    assert [gate.key for gate in standing.unknown] == ["months_in_area"]


def test_a_gate_that_counts_only_where_asked_may_stay_unknown_but_not_fail():
    assert [g.key for g in gate_standing(MENTOR, {"confidentiality": True}).unknown] == []
    failed = gate_standing(MENTOR, {"confidentiality": True, "safeguarding": False}).failed
    assert [gate.key for gate in failed] == ["safeguarding"]


def standing(total: int, **more: object) -> Standing:
    return Standing(workings=work_out(PRECEPTOR, [rating(total)] * 2), **more)  # type: ignore[arg-type]


def test_what_an_application_waits_for():
    assert Standing(work_out(PRECEPTOR, [])).stage == ScreeningStage.RATING
    assert Standing(work_out(PRECEPTOR, [rating(20)])).stage == ScreeningStage.RATING
    split = work_out(PRECEPTOR, [rating(20), rating(24)])
    assert Standing(split).stage == ScreeningStage.RATING
    assert standing(22).stage == ScreeningStage.READY
    assert standing(22, open_steps=("interview",)).stage == ScreeningStage.STEPS
    assert standing(18, after_condition=True).stage == ScreeningStage.CONDITIONAL
    failed = GateStanding(failed=PRECEPTOR.gates[:1])
    assert Standing(work_out(PRECEPTOR, []), failed).stage == ScreeningStage.READY
    assert Standing(None).stage == ScreeningStage.READY


@pytest.mark.parametrize(
    ("total", "outcome", "against"),
    [
        (22, Outcome.APPROVE, False),
        (22, Outcome.CONDITIONAL, True),
        (22, Outcome.DECLINE, True),
        (18, Outcome.APPROVE, True),
        (18, Outcome.CONDITIONAL, False),
        (12, Outcome.DECLINE, False),
        (12, Outcome.APPROVE, True),
    ],
)
def test_decisions_with_and_against_the_band(total, outcome, against):
    assert is_against_band(outcome, standing(total)) is against
    assert needs_reason(outcome, standing(total)) is against


def test_approving_after_the_condition_is_what_was_agreed():
    done = standing(18, after_condition=True)
    assert is_against_band(Outcome.APPROVE, done) is False
    assert is_against_band(Outcome.DECLINE, done) is True


def test_declining_needs_words_unless_the_rubric_says_so():
    assert needs_reason(Outcome.DECLINE, Standing(None)) is True
    assert needs_reason(Outcome.APPROVE, Standing(None)) is False
    failed = Standing(work_out(PRECEPTOR, []), GateStanding(failed=PRECEPTOR.gates[:1]))
    assert needs_reason(Outcome.DECLINE, failed) is False


def test_approving_past_a_step_needs_words():
    assert needs_reason(Outcome.APPROVE, standing(22, open_steps=("interview",))) is True
    assert needs_reason(Outcome.APPROVE, standing(22, failed_steps=("references",))) is True
