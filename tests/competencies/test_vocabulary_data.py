"""The vocabulary that ships: every spelling leads to one place, and keys can be stored."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "src/guildhall/competencies/data"
AREAS = {
    "Nursing and clinical care",
    "Teaching and supervision",
    "Research and data",
    "Software and technology",
    "Leadership and management",
    "Communication",
    "Career",
    "Well-being and balance",
}


def rows(file: str, table: str) -> list[dict[str, Any]]:
    return tomllib.loads((DATA / file).read_text(encoding="utf-8"))[table]


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def test_skills_cover_every_area_well() -> None:
    areas = Counter(skill["area"] for skill in rows("skills.toml", "skills"))
    assert set(areas) == AREAS
    assert min(areas.values()) >= 15


@pytest.mark.parametrize(
    ("file", "table"), [("skills.toml", "skills"), ("interests.toml", "interests")]
)
def test_a_spelling_leads_to_one_place(file: str, table: str) -> None:
    spellings = Counter(
        folded(spelling) for row in rows(file, table) for spelling in (row["name"], *row["aliases"])
    )
    assert [spelling for spelling, count in spellings.items() if count > 1] == []


@pytest.mark.parametrize(
    ("file", "table"),
    [("skills.toml", "skills"), ("interests.toml", "interests"), ("career_stages.toml", "stages")],
)
def test_keys_are_unique_and_storable(file: str, table: str) -> None:
    keys = [row["key"] for row in rows(file, table)]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,59}", key) for key in keys)


def test_career_stages_run_from_first_to_last() -> None:
    stages = [stage["key"] for stage in rows("career_stages.toml", "stages")]
    assert stages == ["student", "early", "mid", "senior", "executive"]


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("EKG", "ecg_interpretation"),
        ("a11y", "web_accessibility"),
        ("imposter syndrome", "confidence"),
    ],
)
def test_what_people_write_is_known(spelling: str, key: str) -> None:
    found = [
        skill["key"]
        for skill in rows("skills.toml", "skills")
        if folded(spelling) in map(folded, skill["aliases"])
    ]
    assert found == [key]
