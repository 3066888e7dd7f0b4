"""The demo's safety officers, its pages of support, and two people who turned to somebody."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from guildhall.accounts.actions import make_account
from guildhall.core import clock
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.directory.actions.accounts import tie_account
from guildhall.directory.actions.members import add_member, grant_role
from guildhall.directory.states import Role
from guildhall.permissions.actor import SYSTEM, Actor, actor_for
from guildhall.programs.states import Side
from guildhall.relationships.models import Party
from guildhall.relationships.states import RelationshipState
from guildhall.safety.actions.reporting import Report, report_worry
from guildhall.safety.actions.support import ask_for_person, change_support_page

Door = dict[str, str | int]


def build_safety(houses: Mapping[str, House], *, today: datetime) -> list[Door]:
    """Officers are named and pages written a month ago; the rest is of yesterday. The doors."""
    entries = data("safety.toml")
    named = today - timedelta(days=30)
    with clock.moved_to(named):
        doors = [_officer(entry, houses[entry["house"]], at=named) for entry in entries["officer"]]
        for page in entries["page"]:
            change_support_page(
                organization=houses[page["house"]].organization,
                emergency=page["emergency"],
                text=page["text"],
                by=SYSTEM,
                at=named,
            )
    yesterday = today - timedelta(hours=17)
    with clock.moved_to(yesterday):
        _turn_to_somebody(entries, houses, at=yesterday)
    return doors


def _officer(entry: Mapping[str, Any], house: House, *, at: datetime) -> Door:
    given, _space, family = entry["name"].partition(" ")
    email = f"{given}.{family}@{house.facts['slug']}.example".lower()
    membership = add_member(
        organization=house.organization,
        given_name=given,
        family_name=family,
        email=email,
        job_title=entry["job"],
        by=SYSTEM,
        at=at,
    )
    account = make_account(email=email, at=at)
    tie_account(person=membership.person, account=account)
    grant_role(membership=membership, role=Role.SAFETY, by=SYSTEM, at=at)
    return {
        "account_id": account.pk,
        "name": entry["name"],
        "role": entry["says"],
        "text": entry["text"],
        "kind": "staff",
    }


def _turn_to_somebody(
    entries: Mapping[str, Any], houses: Mapping[str, House], *, at: datetime
) -> None:
    """Two learners without a story, each of another pair."""
    ask, worry = entries["ask"], entries["worry"]
    asking, worried = _learners(houses[ask["house"]], besides=houses)[:2]
    ask_for_person(
        relationship=asking.relationship,
        category=ask["category"],
        words=ask["words"],
        by=_acting(asking),
        at=at,
    )
    report_worry(
        report=Report(kind=worry["kind"], text=worry["text"], reach=worry["reach"]),
        relationship=worried.relationship,
        by=_acting(worried),
        at=at,
    )


def _learners(house: House, *, besides: Mapping[str, House]) -> list[Party]:
    story = [person.pk for one in besides.values() for person in one.cast.values()]
    rows = Party.objects.filter(
        side=Side.LEARNER,
        relationship__organization=house.organization,
        relationship__state=RelationshipState.ACTIVE,
    )
    rows = rows.exclude(relationship__parties__person__in=story)
    return list(rows.select_related("relationship__organization").order_by("pk")[:2])


def _acting(party: Party) -> Actor:
    return actor_for(account_id=None, person_id=party.person_id)
