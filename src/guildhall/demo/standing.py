"""The demo's preceptors: certificates from before, training, one suspended, a backup, a letter."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from random import Random
from typing import Any

from guildhall.core import clock
from guildhall.demo.answers import application_values
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.permissions.actor import SYSTEM, Actor, actor_for
from guildhall.preceptorship.actions.backups import answer_backup, name_backup
from guildhall.preceptorship.actions.recognition import write_recognition
from guildhall.preceptorship.actions.standing_clock import keep_standings
from guildhall.preceptorship.actions.standings import Before, suspend, take_up
from guildhall.preceptorship.actions.training import TrainingDraft, record_training
from guildhall.preceptorship.models import Standing
from guildhall.preceptorship.standing_states import IN_FORCE, StandingState, TrainingKind
from guildhall.programs.actions.applications import begin, save_application, submit_application
from guildhall.programs.actions.enrollments import set_state
from guildhall.programs.models import Cohort, Enrollment
from guildhall.programs.queries.applications import application_of
from guildhall.programs.states import EnrollmentState, Kind, Side
from guildhall.relationships.models import Party, Relationship
from guildhall.relationships.states import RelationshipState

S = StandingState


def bring_certificates(
    enrollments: Sequence[Enrollment], *, by: Actor, at: datetime, today: datetime
) -> None:
    """Most guides of a preceptorship have precepted before, and bring their certificate."""
    entries = data("standings.toml")
    guides = [row for row in enrollments if row.side == Side.GUIDE]
    trained_on = (at - timedelta(days=entries["trained_before"])).date()
    with clock.moved_to(at):
        for row, days in zip(guides, cycle(entries["ends"]), strict=False):
            program = row.cohort.program
            standing = Standing.objects.filter(
                person=row.person_id, organization=program.organization_id, state=S.APPLIED
            )
            if program.kind != Kind.PRECEPTORSHIP or not days or not standing.exists():
                continue
            before = Before(trained_on, (today + timedelta(days=days)).date())
            take_up(
                person=row.person, organization=program.organization, before=before, by=by, at=at
            )


def build_standings(houses: Mapping[str, House], *, today: datetime) -> None:
    """What happened since: the clock ran, people trained, and the story of Helen Sato."""
    house, entries = houses["alder"], data("standings.toml")
    maren = _acting(house.cast["maren"])
    helen = house.cast[entries["story"]["guide"]]
    rows = Standing.objects.filter(organization=house.organization).select_related("person")
    _apply(house, entries["newcomers"], today=today)
    known = sorted(rows.order_by("pk"), key=lambda row: row.person_id != helen.pk)
    for days in (30, 10, 0):
        at = today - timedelta(days=days)
        with clock.moved_to(at):
            keep_standings(at=at)
    with clock.moved_to(today):
        _train(known, entries, by=maren, at=today)
        _suspend_one(known, helen, entries["story"], by=maren, at=today)
        _name_backup(known, helen, today=today)
        start = today.date() - timedelta(days=365)
        own = next(row for row in known if row.person_id == helen.pk)
        write_recognition(standing=own, start=start, end=today.date(), by=_acting(helen), at=today)


def _apply(house: House, entry: Mapping[str, Any], *, today: datetime) -> None:
    """Two who never precepted apply: one is looked at, one is in and goes into training."""
    cohort = Cohort.objects.filter(
        program__name=entry["program"], program__organization=house.organization
    ).first()
    if cohort is None:
        return
    known = set(Standing.objects.values_list("person_id", flat=True))
    new = [person for person in house.seniors if person.pk not in known][: len(entry["days"])]
    random = Random(entry["seed"])  # noqa: S311 - a demo, not a secret
    for person, days in zip(new, entry["days"], strict=False):
        at = today - timedelta(days=days)
        with clock.moved_to(at):
            row = begin(cohort=cohort, person=person, side=Side.GUIDE, by=SYSTEM, at=at)
            values, baseline = application_values(
                application_of(row), is_guide=True, today=at.date(), random=random
            )
            save_application(enrollment=row, values=values, baseline=baseline, by=SYSTEM, at=at)
            row = submit_application(enrollment=row, by=SYSTEM, at=at)
            if days == max(entry["days"]):
                approved = EnrollmentState.APPROVED
                set_state(enrollment=row, state=approved, by=SYSTEM, at=at, tells=False)


def _train(
    rows: Sequence[Standing], entries: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """Updates of those who have a certificate; one of the new ones has begun the course."""
    story = entries["story"]
    certified = [row for row in rows if row.state in (*IN_FORCE, S.LAPSED)]
    for number, (row, hours) in enumerate(zip(certified, cycle(entries["updates"]), strict=False)):
        if hours:
            on = (at - timedelta(days=20 + 13 * number % 200)).date()
            name = entries["names"][number % len(entries["names"])]
            _record(row, TrainingDraft(TrainingKind.UPDATE, on, hours * 60, name), by=by, at=at)
    new = next((row for row in rows if row.state == S.SCREENED), None)
    if new is not None:
        on = (at - timedelta(days=3)).date()
        minutes = story["course_hours"] * 60
        _record(new, TrainingDraft(TrainingKind.COURSE, on, minutes, story["course"]), by=by, at=at)


def _record(row: Standing, draft: TrainingDraft, *, by: Actor, at: datetime) -> None:
    record_training(standing=row, draft=draft, by=by, at=at)


def _suspend_one(
    rows: Sequence[Standing], helen: Person, story: Mapping[str, str], *, by: Actor, at: datetime
) -> None:
    certified = [row for row in rows if row.state == S.CERTIFIED and row.person_id != helen.pk]
    if certified:
        suspend(standing=certified[-1], words=story["suspended"], by=by, at=at)


def _name_backup(rows: Sequence[Standing], helen: Person, *, today: datetime) -> None:
    """A provisional colleague stands in for Helen, and so co-precepts."""
    guided = Party.objects.filter(person=helen, side=Side.GUIDE, left_at__isnull=True)
    pair = Relationship.objects.filter(
        pk__in=guided.values("relationship_id"),
        state=RelationshipState.ACTIVE,
        program__kind=Kind.PRECEPTORSHIP,
    ).first()
    other = next((row.person for row in rows if row.state == S.PROVISIONAL), None)
    if pair is not None and other is not None:
        named = name_backup(relationship=pair, person=other, by=_acting(helen), at=today)
        answer_backup(backup=named, is_yes=True, by=_acting(other), at=today)


def _acting(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)
