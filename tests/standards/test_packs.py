"""The data: each pack's red and green cases, and a source for each number."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from guildhall.engine.standards import PREDICATES, Outcome, evaluate
from guildhall.programs.template_files import load_templates
from guildhall.standards.facts import FACTS, is_measured
from guildhall.standards.packs import DATA, PACKS, all_versions, load_packs, numbers_in
from guildhall.standards.queries.standing import SOURCES
from guildhall.standards.states import Mark

ROOT = Path(__file__).resolve().parents[2]
RULES = [(pack, rule) for pack in all_versions() for rule in pack.rules]
CASES = [(pack, rule, case) for pack, rule in RULES for case in rule.cases]
NAMES = [f"{pack.id}.{pack.version}-{rule.id}" for pack, rule in RULES]


def test_the_packs_that_were_promised_are_there():
    assert set(load_packs()) == {
        "nhs-nursing-core",
        "nhs-nursing-gold",
        "nhs-interim-quality-mark",
        "nhs-midwifery-core",
        "nhs-midwifery-gold",
        "nmc-principles",
        "us-nurse-residency",
        "us-pharmacy-ippe",
        "us-pharmacy-appe",
        "us-np-school",
    }


@pytest.mark.parametrize(
    ("pack", "rule", "case"), CASES, ids=[f"{p.id}-{r.id}-{c.verdict}" for p, r, c in CASES]
)
def test_each_case_comes_to_what_it_says(pack, rule, case):
    verdict = evaluate(rule.predicate, rule.params, case.facts, case.today)
    assert verdict.outcome == case.verdict
    if case.first_breach is not None:
        assert verdict.first_breach == case.first_breach


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=NAMES)
def test_each_rule_has_a_red_and_a_green_case(pack, rule):
    assert {Outcome.MET, Outcome.NOT_MET} <= {case.verdict for case in rule.cases}


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=NAMES)
def test_each_number_cites_its_source(pack, rule):
    places = {place for place, _value in numbers_in(rule.params)}
    assert {one.place for one in rule.numbers} == places
    for one in rule.numbers:
        assert one.source in pack.sources
        assert one.source.title
        assert one.source.address
        # A number that is ours is marked as ours.
        assert one.source.key != "own" or one.mark == Mark.INFERENCE, one.place


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=NAMES)
def test_what_is_our_reading_says_so_in_words(pack, rule):
    marks = {rule.mark, *(one.mark for one in rule.numbers)}
    if Mark.INFERENCE in marks:
        assert rule.unverified


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=NAMES)
def test_each_fact_is_declared_and_has_a_source_or_says_what_would_be_one(pack, rule):
    assert rule.predicate in PREDICATES
    assert SOURCES
    for name in rule.facts:
        fact = FACTS[rule.subject, name]
        assert is_measured(rule.subject, name) or fact.how, name


def test_ids_of_rules_are_given_once_in_a_pack():
    for pack in all_versions():
        ids = [rule.id for rule in pack.rules]
        assert sorted(set(ids)) == sorted(ids), pack.file


def test_a_published_pack_never_changes():
    published = tomllib.loads((DATA / "published.toml").read_text(encoding="utf-8"))
    there = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in PACKS.glob("*.toml")
    }
    assert there == published["sha256"]
    assert {pack.file: pack.digest for pack in all_versions()} == there


def test_templates_name_packs_that_are_there():
    for template in load_templates().values():
        assert set(template.standards) <= set(load_packs()), template.key


def test_every_predicate_is_documented():
    reference = (ROOT / "docs" / "reference" / "standards.md").read_text(encoding="utf-8")
    assert [name for name in PREDICATES if f"| `{name}` |" not in reference] == []
