"""One cell as a typed value: what is understood, and the exact answer to what is not."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.engine.tables import (
    CellError,
    DateOrder,
    Problem,
    SkillEntry,
    date_order,
    parse_date,
    parse_email,
    parse_integer,
    parse_list,
    parse_skills,
    parse_text,
    parse_yes_no,
)

YMD = "Type it as year-month-day, such as 2026-12-31."


def refused(parse: Callable[[str], object], text: str) -> tuple[str, str]:
    with pytest.raises(CellError) as caught:
        parse(text)
    return caught.value.code, caught.value.message


@pytest.mark.parametrize("name", ["cells", "dates", "lists", "mapping", "reading", "writing"])
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    result = doctest.testmod(import_module(f"guildhall.engine.tables.{name}"))

    assert result.attempted > 0
    assert result.failed == 0


@given(st.integers(-(10**14), 10**14), st.sampled_from(["{}", " {} ", "{}.0", "{},00"]))
def test_integers_in_their_usual_forms(number: int, form: str) -> None:
    assert parse_integer(form.format(number)) == number


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "empty", "The cell is empty. Type a whole number such as 3."),
        ("many", "not_a_number", "“many” is not a number. Type a whole number such as 3."),
        ("3-4", "not_a_number", "“3-4” is not a number. Type a whole number such as 3."),
        ("0", "too_small", "“0” is too small. The smallest number here is 1."),
        ("-1", "too_small", "“-1” is too small. The smallest number here is 1."),
        ("−1", "too_small", "“−1” is too small. The smallest number here is 1."),
        ("51", "too_large", "“51” is too large. The largest number here is 50."),
        ("9" * 20, "too_large", f"“{'9' * 20}” is too large. Type a smaller number."),
        ("2.5", "not_whole", "“2.5” is not a whole number. Type one such as 2 or 3."),
        (
            "3 mentees",
            "words_beside_number",
            "“3 mentees” has words beside the number. Type only 3.",
        ),
        (
            "up to 3",
            "words_beside_number",
            "“up to 3” has words beside the number. Type only 3.",
        ),
        (
            "1,000",
            "grouped_digits",
            "“1,000” groups its digits, which reads differently from place to place. Type 1000.",
        ),
    ],
)
def test_capacities_that_are_refused(text: str, code: str, message: str) -> None:
    assert refused(lambda cell: parse_integer(cell, lowest=1, highest=50), text) == (code, message)


@given(st.dates(), st.sampled_from(DateOrder))
def test_dates_in_their_usual_forms(day: date, order: DateOrder) -> None:
    y, m, d = f"{day.year:04}", day.month, day.day
    first, second = (d, m) if order is DateOrder.DAY_FIRST else (m, d)
    texts = [
        *(f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{d}.{m}.{y}", f"{y}-{m:02}-{d:02} 00:00:00"),
        *(f"{d} {day:%b} {y}", f"{day:%B} {d}, {y}", f"{d}-{day:%b}-{y}"),
        *(f"{first}/{second}/{y}", f"{first:02}-{second:02}-{y}"),
    ]

    assert {parse_date(text, order=order) for text in texts} == {day}


@given(st.lists(st.dates(), min_size=1), st.sampled_from(DateOrder))
def test_a_column_of_dates_is_read_as_it_was_written_or_refused(
    days: list[date], order: DateOrder
) -> None:
    day_first, month_first = "{0.day}/{0.month}/{0.year:04}", "{0.month}/{0.day}/{0.year:04}"
    form = day_first if order is DateOrder.DAY_FIRST else month_first
    texts = [form.format(day) for day in days]

    if any(day.day > 12 for day in days):
        found = date_order(texts)
        assert found is order
    elif all(day.day == day.month for day in days):
        found = date_order(texts)
        assert found is None
    else:
        assert refused(date_order, texts)[0] == "ambiguous_date"  # type: ignore[arg-type]
        return
    assert [parse_date(text, order=found) for text in texts] == days


def test_a_column_with_both_orders_is_refused() -> None:
    with pytest.raises(CellError) as caught:
        date_order(["2026-01-01", "31/12/2026", "", "12/31/2026"])

    assert caught.value.message == (
        "The column has “31/12/2026” with the day first and “12/31/2026” with the month first. "
        + YMD
    )


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (" ", "empty", "The cell is empty. Type a date as year-month-day, such as 2026-12-31."),
        (
            "03/04/2026",
            "ambiguous_date",
            f"“03/04/2026” can be read with the day or the month first. {YMD}",
        ),
        ("31/02/2026", "no_such_day", f"“31/02/2026” is not a day of the calendar. {YMD}"),
        ("2026-13-01", "no_such_day", f"“2026-13-01” is not a day of the calendar. {YMD}"),
        ("31.12.26", "short_year", f"“31.12.26” has a year of two digits. {YMD}"),
        ("31 Foo 2026", "not_a_date", f"“31 Foo 2026” is not a date. {YMD}"),
        (
            "46387",
            "day_number",
            "“46387” is a spreadsheet's own day number. Format the column as a date, or type it "
            "as year-month-day.",
        ),
    ],
)
def test_dates_that_are_refused(text: str, code: str, message: str) -> None:
    assert refused(parse_date, text) == (code, message)


def test_the_order_of_the_column_decides_a_doubtful_date() -> None:
    assert parse_date("3/4/2026", order=DateOrder.MONTH_FIRST) == date(2026, 3, 4)
    assert parse_date("3/4/2026", order=DateOrder.DAY_FIRST) == date(2026, 4, 3)
    assert parse_date("5/5/2026") - parse_date("5/4/2026", order=DateOrder.MONTH_FIRST) == (
        timedelta(days=1)
    )


@pytest.mark.parametrize("text", ["yes", "Y", "TRUE", "1", "x", " Yes. ", "✔️", "on"])
def test_yes(text: str) -> None:
    assert parse_yes_no(text) is True


@pytest.mark.parametrize("text", ["no", "N", "FALSE", "0", "off", "-", "No."])
def test_no(text: str) -> None:
    assert parse_yes_no(text) is False


def test_neither_yes_nor_no() -> None:
    assert refused(parse_yes_no, "maybe") == (
        "not_yes_or_no",
        "“maybe” is neither yes nor no. Type one of them.",
    )
    assert refused(parse_yes_no, "") == ("empty", "The cell is empty. Type yes or no.")


@pytest.mark.parametrize(
    "text",
    [
        "ana.lima@example.org",
        "ana.lima@EXAMPLE.org",
        " mailto:ana.lima@example.org?subject=Hi",
        "Ana Lima <ana.lima@example.org>",
        "<ana.lima@example.org>;",
        "\u200bana.lima@example.org",
    ],
)
def test_an_address_in_its_usual_wrappings(text: str) -> None:
    assert parse_email(text) == "ana.lima@example.org"


@pytest.mark.parametrize("text", ["o'neil+x@b-c.co.uk", "a@müller.de", "用户@例子.中国"])
def test_unusual_addresses_are_kept(text: str) -> None:
    assert parse_email(text) == text


@pytest.mark.parametrize("text", ["a@b", "a@b..org", "a@-b.org", "a@b_c.org", "a@1.2.3.4", "a@"])
def test_a_wrong_domain(text: str) -> None:
    assert refused(parse_email, text) == (
        "not_an_email",
        f"“{text}” is not an e-mail address: check what stands after the @.",
    )


@pytest.mark.parametrize("text", ["a b@c.org", ".a@c.org", "a..b@c.org", "@c.org", "a@b@c.org"])
def test_a_wrong_mailbox(text: str) -> None:
    assert refused(parse_email, text) == (
        "not_an_email",
        f"“{text}” is not an e-mail address: check what stands before the @.",
    )


def test_other_wrong_addresses() -> None:
    assert refused(parse_email, "ana at example.org") == (
        "not_an_email",
        "“ana at example.org” has no @. Type an e-mail address such as ana@example.org.",
    )
    assert refused(parse_email, "a@b.org; c@d.org") == (
        "several_emails",
        "“a@b.org; c@d.org” holds several e-mail addresses. Keep one.",
    )


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("a, b; c", ("a", "b", "c")),
        ("a\nB ,b;;", ("a", "B")),
        ("Wound care (acute, chronic); Triage", ("Wound care (acute, chronic)", "Triage")),
        ("broken (a, b", ("broken (a", "b")),
        (" ", ()),
    ],
)
def test_lists(text: str, entries: tuple[str, ...]) -> None:
    assert parse_list(text) == entries


@given(
    st.sampled_from(["Python", "Wound care", "C++", "ISO 9001", "Care (adults)"]),
    st.integers(1, 5),
    st.sampled_from(
        [
            "{} {}",
            "{} ({})",
            "{}: {}",
            "{} - {}",
            "{}={}",
            "{} {}/5",
            "{} (level {})",
            "{} level {}",
        ]
    ),
)
def test_skills_with_levels_in_their_usual_forms(name: str, level: int, form: str) -> None:
    assert parse_skills(form.format(name, level)) == (SkillEntry(name, level),)


def test_several_skills_in_one_cell() -> None:
    assert parse_skills("Python 4; Windows 7 (3), Triage\nISO 9001; triage 2; PYTHON") == (
        SkillEntry("Python", 4),
        SkillEntry("Windows 7", 3),
        SkillEntry("Triage", 2),
        SkillEntry("ISO 9001"),
    )


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "Python 9",
            "level_out_of_range",
            "“Python 9” has the level 9; levels go from 1 to 5. Write, for example, "
            "“Python 9 (3)”.",
        ),
        (
            "Python (0)",
            "level_out_of_range",
            "“Python (0)” has the level 0; levels go from 1 to 5. Write, for example, "
            "“Python (3)”.",
        ),
        ("4", "no_skill", "“4” names no skill. Type its name before the level."),
        ("Go 3; go 4", "two_levels", "“go” has the levels 3 and 4. Keep one."),
    ],
)
def test_skills_that_are_refused(text: str, code: str, message: str) -> None:
    assert refused(parse_skills, text) == (code, message)


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "=HYPERLINK(1)",
            "formula",
            "“=HYPERLINK(1)” is a formula, not a text. Type the text itself.",
        ),
        (
            "#N/A",
            "spreadsheet_error",
            "“#N/A” is a spreadsheet error. Correct the formula, or clear the cell.",
        ),
        ("a\x07b", "control_character", "The text holds control characters. Type it again."),
        ("x" * 501, "too_long", "The text has 501 characters; at most 500 are kept."),
        ("", "empty", "The cell is empty. Type a text."),
    ],
)
def test_texts_that_are_refused(text: str, code: str, message: str) -> None:
    assert refused(parse_text, text) == (code, message)


def test_a_cell_error_becomes_a_problem_at_its_place() -> None:
    problem = CellError("empty", "The cell is empty.").at(row=4, column="Email")

    assert problem == Problem(row=4, column="Email", code="empty", message="The cell is empty.")
    assert str(problem) == "row 4, column Email: The cell is empty."
