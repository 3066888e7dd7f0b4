"""An even pace: counted against days, by brute force and by hand."""

from datetime import date, timedelta

import pytest

from guildhall.engine.competence import CompetenceError, behind_on, expected_by

START, END = date(2026, 1, 1), date(2026, 12, 27)


@pytest.mark.parametrize("slack", [0, 10, 15])
@pytest.mark.parametrize("total", [1, 7, 40])
def test_behind_is_the_first_day_on_which_more_is_asked_than_done_and_slack(total, slack):
    days = [START + timedelta(days=n) for n in range((END - START).days + 1)]
    for done in range(total + 1):
        allowed = done + total * slack // 100
        late = [day for day in days if expected_by(total, START, END, day) > allowed]
        assert behind_on(total, done, START, END, slack=slack) == (late[0] if late else None)


def test_before_the_start_and_after_the_end():
    assert expected_by(40, START, END, START - timedelta(days=9)) == 0
    assert expected_by(40, START, END, END + timedelta(days=9)) == 40


def test_nonsense_is_refused():
    with pytest.raises(CompetenceError, match="at least one"):
        expected_by(0, START, END, START)
    with pytest.raises(CompetenceError, match="after the first"):
        expected_by(1, END, START, START)
    with pytest.raises(CompetenceError, match="percent"):
        behind_on(1, 0, START, END, slack=101)
