"""The rules of standards: exact forecasts against a day-by-day search, and cases said by hand."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guildhall.engine.standards import PREDICATES, Outcome, as_of, evaluate

START = date(2026, 1, 1)
LAST = 1000


def day(offset: int) -> date:
    return START + timedelta(days=offset)


days = st.integers(0, 420).map(day)
events = st.lists(days, max_size=6)
amounts = st.lists(st.tuples(days, st.integers(1, 9)), max_size=6)


def _span(drawn: tuple[date, int | None]) -> tuple[date, date | None]:
    begins, length = drawn
    return begins, None if length is None else begins + timedelta(days=length)


intervals = st.lists(st.tuples(days, st.none() | st.integers(0, 120)).map(_span), max_size=6)
lengths = st.integers(1, 130)
RULES = st.one_of(
    st.tuples(
        st.just("within"),
        st.fixed_dictionaries({"event": st.just("e"), "since": st.just("s"), "days": lengths}),
    ),
    st.tuples(
        st.just("max_gap"),
        st.fixed_dictionaries({"events": st.just("e"), "since": st.just("s"), "days": lengths}),
    ),
    st.tuples(
        st.just("milestones"),
        st.fixed_dictionaries(
            {
                "events": st.just("e"),
                "since": st.just("s"),
                "until": st.just("u"),
                "windows": st.just(
                    [
                        {"key": "first", "by_days": 14},
                        {"key": "middle", "from_share": 0.25, "by_share": 0.75},
                        {"key": "last", "from_months": 5},
                    ]
                ),
            }
        ),
    ),
    st.tuples(
        st.just("length"),
        st.fixed_dictionaries(
            {
                "since": st.just("s"),
                "until": st.just("u"),
                "min_months": st.integers(1, 6),
                "max_months": st.integers(7, 18),
            }
        ),
    ),
    st.tuples(
        st.just("total"),
        st.fixed_dictionaries(
            {
                "amounts": st.just("a"),
                "since": st.just("s"),
                "minimum": st.integers(1, 30),
                "days": lengths,
            }
        ),
    ),
    st.tuples(
        st.just("rolling"),
        st.fixed_dictionaries(
            {
                "amounts": st.just("a"),
                "since": st.just("s"),
                "minimum": st.integers(1, 20),
                "window_days": lengths,
            }
        ),
    ),
    st.tuples(
        st.just("at_once"),
        st.fixed_dictionaries(
            {
                "intervals": st.just("i"),
                "maximum": st.integers(0, 3),
                "window_days": st.integers(1, 60),
            }
        ),
    ),
    st.tuples(
        st.just("covers"),
        st.fixed_dictionaries({"have": st.just("h"), "need": st.just("n"), "days": lengths}),
    ),
    st.tuples(
        st.just("in_date"), st.fixed_dictionaries({"value": st.just("v"), "months": st.just(12)})
    ),
)
FACTS = st.fixed_dictionaries(
    {
        "s": days,
        "u": st.integers(150, 500).map(day),
        "e": events,
        "a": amounts,
        "i": intervals,
        "h": st.integers(0, 4),
        "n": events,
        "v": st.fixed_dictionaries({"on": days, "until": st.none() | days}),
    }
)


@given(rule=RULES, facts=FACTS, today=st.integers(0, 430).map(day))
def test_the_first_breach_is_the_first_day_that_breaks_where_nothing_further_happens(
    rule, facts, today
):
    predicate, params = rule
    verdict = evaluate(predicate, params, facts, today)
    known = as_of(params, facts, today)
    later = (today + timedelta(days=n) for n in range(1, LAST))
    check = PREDICATES[predicate].check
    broken = (one for one in later if check(params, known, one).is_met is False)
    if verdict.outcome == Outcome.MET:
        assert verdict.first_breach == next(broken, None)
    else:
        assert verdict.first_breach is None


@given(rule=RULES, facts=FACTS, today=st.integers(0, 430).map(day))
def test_a_fact_that_nobody_tells_is_not_measurable_and_named(rule, facts, today):
    predicate, params = rule
    name = next(value for value in params.values() if isinstance(value, str))
    verdict = evaluate(predicate, params, {**facts, name: None}, today)
    assert verdict.outcome == Outcome.NOT_MEASURABLE
    assert name in {one.values["fact"] for one in verdict.missing}


FIRST = {"event": "e", "since": "s", "days": 14, "planned": "p"}


def test_a_starter_without_a_first_meeting_is_red_on_day_15_with_the_missing_row():
    facts = {"s": START, "e": []}
    assert evaluate("within", FIRST, facts, day(14)).outcome == Outcome.MET
    verdict = evaluate("within", FIRST, facts, day(15))
    assert verdict.outcome == Outcome.NOT_MET
    assert [(one.code, one.values) for one in verdict.missing] == [("due", {"by": day(14)})]
    held = {"s": START, "e": [day(13)]}
    assert evaluate("within", FIRST, held, day(15)).outcome == Outcome.MET


def test_a_booked_meeting_covers_the_breach_and_does_not_hide_it():
    facts = {"s": START, "e": [], "p": [day(12)]}
    verdict = evaluate("within", FIRST, facts, day(2))
    assert (verdict.first_breach, verdict.is_covered) == (day(15), True)
    too_late = evaluate("within", FIRST, {**facts, "p": [day(15)]}, day(2))
    assert (too_late.first_breach, too_late.is_covered) == (day(15), False)


def test_a_booked_meeting_is_no_meeting():
    facts = {"s": START, "e": [day(20)], "p": []}
    assert evaluate("within", FIRST, facts, day(2)).first_breach == day(15)


MARK = {"value": "m", "mandatory": 10, "percent": 80, "green": 2, "amber": 1}


def test_ten_of_ten_and_79_percent_is_not_enough_and_80_is():
    # 100 criteria, 200 points: 79 percent are 158, that is 79 green ones.
    scores = {"mandatory_green": 10, "mandatory_amber": 0, "other_amber": 0}
    low = {**scores, "other_green": 69, "other_red": 21}
    high = {**scores, "other_green": 70, "other_red": 20}
    assert evaluate("mark", MARK, {"m": low}, START).outcome == Outcome.NOT_MET
    assert evaluate("mark", MARK, {"m": high}, START).outcome == Outcome.MET
    nine = {**high, "mandatory_green": 9, "other_green": 90, "other_red": 0}
    assert evaluate("mark", MARK, {"m": nine}, START).outcome == Outcome.NOT_MET


def test_one_meeting_counts_for_one_stretch_only():
    params = {
        "events": "e",
        "since": "s",
        "until": "u",
        "windows": [{"key": "one", "by_days": 20}, {"key": "two", "by_days": 30}],
    }
    facts = {"s": START, "u": day(40), "e": [day(5)]}
    assert evaluate("milestones", params, facts, day(31)).outcome == Outcome.NOT_MET
    both = {**facts, "e": [day(5), day(6)]}
    assert evaluate("milestones", params, both, day(31)).outcome == Outcome.MET
