"""Building the demo: the mark first, then houses, programs at their stages, and the doors."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from guildhall.accounts.actions import make_account
from guildhall.accounts.demo_mark import mark_as_demo, set_doors
from guildhall.accounts.models import Account
from guildhall.audit.actions import seal_events
from guildhall.competencies.actions import load_frameworks, load_vocabulary
from guildhall.core import clock
from guildhall.demo.assessing import build_passports
from guildhall.demo.concerns import build_concerns
from guildhall.demo.courses import build_courses
from guildhall.demo.ending import end_and_go_on, pass_on
from guildhall.demo.files import data
from guildhall.demo.finding import find_each_other
from guildhall.demo.gathering import build_gatherings
from guildhall.demo.instruction import build_instruction
from guildhall.demo.people import House, build_houses
from guildhall.demo.safety import build_safety
from guildhall.demo.signing import build_sign_offs
from guildhall.demo.stages import build_program
from guildhall.demo.standards import build_standards
from guildhall.demo.standing import build_standings
from guildhall.demo.together import live_together
from guildhall.demo.wisdom import build_wisdom
from guildhall.demo.working import build_work
from guildhall.directory.actions.accounts import tie_account

SEED = 2026


def build_demo(*, say: Callable[[str], None] = lambda words: None) -> None:
    """Fill an empty database. The same seed and day give the same demo."""
    random = Random(SEED)  # noqa: S311 - a demo, not a secret
    today = datetime.combine(clock.today(), time(9), tzinfo=UTC)
    began = today - timedelta(days=400)
    with clock.moved_to(began):
        mark_as_demo(at=began)
        load_vocabulary()
        load_frameworks(at=began)
        say("Three organizations and their people")
        houses = build_houses(at=began, random=random)
        accounts = _accounts(houses, at=began)

    def build(entry: Mapping[str, Any]) -> None:
        say(f"{houses[entry['house']].organization.name}: {entry['name']}")
        build_program(entry, houses, today=today, random=random)

    pass_on(houses, today=today)
    programs = data("programs.toml")["program"]
    drafted = [entry for entry in programs if entry["stage"] == "drafted"]
    for entry in (entry for entry in programs if entry not in drafted):
        build(entry)
    say("Competency passports")
    build_passports(houses, today=today, random=random)
    build_sign_offs(houses, today=today)
    say("Shifts and hours")
    build_work(houses, today=today, random=random)
    build_standings(houses, today=today)
    build_courses(houses, today=today)
    say("Fernhill: a circle and office hours")
    build_gatherings(houses, today=today)
    say("People who find each other")
    find_each_other(houses, today=today)
    live_together(houses, today=today)
    say("Good endings, and pairs that go on")
    end_and_go_on(houses, today=today)
    say("Stories, challenges, and a look beyond skills")
    build_wisdom(houses, today=today)
    build_concerns(houses, today=today)
    build_instruction(houses, today=today)
    # Drafts are solved once everything else has taken its guides' places.
    for entry in drafted:
        build(entry)
    say("Standards, measured")
    build_standards(houses, today=today)
    set_doors([*_doors(accounts), *build_safety(houses, today=today)])
    while seal_events(at=today):
        pass


def _accounts(houses: dict[str, House], *, at: datetime) -> dict[str, Account]:
    """Only those with a story sign in; the others are people without an account."""
    accounts = {}
    for house in houses.values():
        for key, person in house.cast.items():
            accounts[key] = make_account(email=person.email, at=at)
            tie_account(person=person, account=accounts[key])
    return accounts


def _doors(accounts: dict[str, Account]) -> list[dict[str, str | int]]:
    return [
        {
            "account_id": accounts[entry["key"]].pk,
            "name": entry["name"],
            "role": entry["says"],
            "text": entry["text"],
            "kind": entry["kind"],
        }
        for entry in data("cast.toml")["person"]
    ]
