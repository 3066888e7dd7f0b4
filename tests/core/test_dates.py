"""Days, moments and articles as people read them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from guildhall.core.dates import full_day, moment, short_day, weekday_and_day
from guildhall.core.words import with_article

pytestmark = pytest.mark.usefixtures("held_clock")
# In New York it is still the evening before.
LATE = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)


def test_a_day_has_one_look_in_pages_and_in_python():
    assert full_day(date(2026, 11, 27)) == "Nov 27, 2026"
    words = "{{ at|date }} {{ at|day }}, {{ at|time_of_day }}"
    with timezone.override("America/New_York"):
        shown = Template(words).render(Context({"at": LATE}))
        assert shown == "Nov 27, 2026 Nov 27, 9:30 pm"
        assert (full_day(LATE), moment(LATE)) == ("Nov 27, 2026", "Nov 27, 9:30 pm")


def test_the_year_stands_there_where_it_is_another_one():
    assert short_day(date(2026, 1, 2)) == "Jan 2"
    assert short_day(date(2027, 1, 2)) == "Jan 2, 2027"
    assert weekday_and_day(date(2026, 11, 27)) == "Friday, Nov 27"


@pytest.mark.parametrize("name", ["day", "weekday", "moment"])
def test_no_day_is_nothing(name):
    assert Template("{{ none|" + name + " }}").render(Context({"none": None})) == ""


@pytest.mark.parametrize(
    ("word", "said"),
    [("mentor", "a mentor"), ("intern", "an intern"), ("Educator", "an Educator")],
)
def test_an_article_goes_by_the_first_letter(word, said):
    assert with_article(word) == said
