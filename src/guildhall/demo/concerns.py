"""The demo's concerns: one that is worked on with a plan, and one that was resolved."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from guildhall.concerns.actions.planning import PlanDraft, StepDraft, make_plan
from guildhall.concerns.actions.raising import (
    ConcernDraft,
    note_read,
    raise_concern,
    share_concern,
)
from guildhall.concerns.actions.reviewing import resolve_concern, review_concern
from guildhall.concerns.models import Concern
from guildhall.core import clock
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.permissions.actor import Actor, actor_for
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState


def build_concerns(houses: Mapping[str, House], *, today: datetime) -> None:
    """One in the pair of the story, one in another pair of the same program."""
    entries = data("concerns.toml")
    house = houses["alder"]
    story = {person.pk for person in house.cast.values()}
    learners = Party.objects.filter(
        side=Side.LEARNER,
        relationship__program__name=entries["program"],
        relationship__organization=house.organization,
        relationship__state=RelationshipState.ACTIVE,
    ).select_related("relationship", "person")
    others = learners.exclude(relationship__parties__person__in=story).order_by("pk")
    for entry in entries["concern"]:
        own = house.cast.get(entry.get("pair", ""))
        party = learners.filter(person=own).first() if own else others.first()
        if party is not None:
            _live(entry, party.relationship, party.person, today=today)


def _live(entry: Mapping[str, Any], row: Relationship, learner: Person, *, today: datetime) -> None:
    guide = row.parties.filter(side=Side.GUIDE).select_related("person")[0].person
    by, at = _acting(guide), today - timedelta(days=entry["raised"], hours=-7)
    with clock.moved_to(at):
        draft = ConcernDraft(entry["seen"], at.date())
        concern = raise_concern(relationship=row, draft=draft, by=by, at=at)
        concern = share_concern(concern=concern, how="meeting", by=by, at=at + timedelta(hours=2))
        note_read(concern=concern, by=_acting(learner), at=at + timedelta(hours=4))
    people = {"guide": guide, "learner": learner}
    planned = at + timedelta(days=2)
    steps = [
        StepDraft(one["text"], people[one["owner"]], (planned + timedelta(days=one["days"])).date())
        for one in entry["steps"]
    ]
    with clock.moved_to(planned):
        plan = PlanDraft(entry["aim"], entry["support"], steps)
        make_plan(concern=concern, draft=plan, based_on=0, by=by, at=planned)
    for review in entry["reviews"]:
        _review(concern, review, by=by, at=at + timedelta(days=review["after"]))


def _review(concern: Concern, review: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    with clock.moved_to(at):
        review_concern(
            concern=concern, outcome=review["outcome"], words=review["words"], by=by, at=at
        )
        if review["outcome"] == "met":
            resolve_concern(concern=concern, words="", by=by, at=at)


def _acting(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)
