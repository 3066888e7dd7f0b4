"""Headings are matched with fields as a person would, and doubtful guesses say so."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guildhall.engine.tables import (
    REFUSED_HEADINGS,
    FieldSpec,
    Guess,
    guess_mapping,
    standard_fields,
)
from guildhall.engine.tables.mapping import normalized

FIELDS = standard_fields()


def guessed(*headings: str) -> dict[str, str]:
    return {heading: guess.field for heading, guess in guess_mapping(headings, FIELDS).items()}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        *((name, "email") for name in ("E-mail", "email address", "Mail", "Work e-mail", "E-MAIL")),
        *((name, "first_name") for name in ("First Name", "first_name", "firstName", "Forename")),
        *((name, "last_name") for name in ("Surname", "Last name *", "family-name")),
        *((name, "full_name") for name in ("Name", "Full name")),
        *((name, "organization") for name in ("organisation", "Department/Agency")),
        *((name, "manager") for name in ("Manager", "Line manager's name", "Reports to")),
        *((name, "manager_email") for name in ("Manager email", "Line manager’s e-mail")),
        *((name, "capacity") for name in ("Capacity", "Places", "How many mentees", "max_mentees")),
        *((name, "time_zone") for name in ("Time zone", "TimeZone", "timezone")),
        *((name, "languages") for name in ("Languages", "Spoken languages")),
        ("Skills offered", "skills_offered"),
        ("Skills wanted (1-5)", "skills_wanted"),
        ("What is your job title?", "job_title"),
        ("Preceptor email", "guide_email"),
    ],
)
def test_known_names_are_certain(heading: str, field: str) -> None:
    guess = guess_mapping([heading], FIELDS)[heading]

    assert guess.field == field
    assert guess.is_certain


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Languagges", "languages"),
        ("Organistaion", "organization"),
        ("How many mentees can you take on this year?", "capacity"),
        ("Your work email address at the trust", "email"),
    ],
)
def test_resemblances_are_guessed_and_marked(heading: str, field: str) -> None:
    guess = guess_mapping([heading], FIELDS)[heading]

    assert guess.field == field
    assert not guess.is_certain


@pytest.mark.parametrize(
    "heading",
    ["Timestamp", "Shoe size", "Emergency contact email address", "Old job title", ""],
)
def test_what_means_something_else_is_not_guessed(heading: str) -> None:
    assert guessed(heading) == {}


def test_the_sample_of_the_civil_service() -> None:
    headings = [
        *("first name", "last name", "email address", "both mentor and mentee", "job title"),
        *("grade", "organisation", "profession", "match with similar identity"),
        *("identity to match", "biography"),
    ]

    assert guessed(*headings) == {
        "first name": "first_name",
        "last name": "last_name",
        "email address": "email",
        "both mentor and mentee": "is_both",
        "job title": "job_title",
        "grade": "grade",
        "organisation": "organization",
        "profession": "profession",
        "biography": "biography",
    }


def test_the_better_name_wins_whatever_its_place() -> None:
    assert guessed("Emial", "E-mail", "Manager e-mail") == {
        "E-mail": "email",
        "Manager e-mail": "manager_email",
    }


def test_the_columns_of_a_file_of_refused_rows_are_passed_over() -> None:
    fields = [FieldSpec("row", "Refused: row")]

    assert guess_mapping(REFUSED_HEADINGS, fields) == {}


def test_fields_of_ones_own() -> None:
    fields = [FieldSpec("badge", "Badge color", ("lanyard",))]

    assert guess_mapping(["Lanyard", "Badge colour"], fields) == {"Lanyard": Guess("badge", 1.0)}


def test_no_name_belongs_to_two_fields() -> None:
    names = Counter(
        name
        for field in FIELDS
        for name in {normalized(text) for text in (field.name, field.label, *field.aliases)}
    )

    assert [name for name, count in names.items() if count > 1] == []


@given(st.lists(st.one_of(st.text(), st.sampled_from([a for f in FIELDS for a in f.aliases]))))
def test_each_heading_has_one_field_and_each_field_one_heading(headings: list[str]) -> None:
    guesses = guess_mapping(headings, FIELDS)

    assert set(guesses) <= set(headings)
    assert len({guess.field for guess in guesses.values()}) == len(guesses)
    assert all(0 < guess.certainty <= 1 for guess in guesses.values())
