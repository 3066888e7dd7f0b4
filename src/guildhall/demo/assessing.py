"""Passports of the demo: what was seen, rated and asked, as far as each program has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from guildhall.assessment.actions.asks import ask_for_observation
from guildhall.assessment.actions.evidence import add_evidence
from guildhall.assessment.actions.observations import Sight, record_observation
from guildhall.assessment.actions.ratings import save_rating
from guildhall.assessment.actions.rounds import open_due_rounds, open_round
from guildhall.assessment.models import Passport, RatingRound
from guildhall.assessment.queries.asks import likely_people
from guildhall.assessment.states import EvidenceLevel
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.core import clock
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.files.enclosed import Enclosure
from guildhall.notify.actions.inbox import mark_all_read
from guildhall.permissions.actor import Actor, actor_for
from guildhall.programs.states import Side
from guildhall.relationships.models import Party
from guildhall.relationships.states import BEGUN

# How many competencies of everybody else were seen, and how many are rated.
SELDOM, RATED = 2, 14
# A certificate that is nothing but its own head.
EMPTY_PDF = b"%PDF-1.4\n%%EOF\n"


@dataclass(frozen=True)
class Assessed:
    """A passport with its two sides and its framework, at hand for many observations."""

    passport: Passport
    learner: Actor
    guide: Actor
    levels: Sequence[ScaleLevel]
    competencies: Sequence[Competency]


def build_passports(houses: Mapping[str, House], *, today: datetime, random: Random) -> None:
    """Observations, rounds, asks and a file, by the actions that people use."""
    texts = data("assessing.toml")
    cast = {key: person for house in houses.values() for key, person in house.cast.items()}
    story = cast[texts["story"]["learner"]]
    found = _assessed()
    for began in sorted({one.passport.opened_at for one in found}):
        at = began + timedelta(hours=3)
        with clock.moved_to(at):
            open_due_rounds(at=at)
    told = next((one for one in found if one.passport.learner_id == story.pk), None)
    for number, one in enumerate(found):
        if one is not told:
            _observe(one, texts, today=today, random=random)
        _rate(one, both=one is told or number % 3 != 2, today=today, random=random)
    if told is not None:
        _live(told, cast, texts, today=today, random=random)
        _tell_story(told, found, cast, texts, today=today)


def _assessed() -> list[Assessed]:
    """Every passport of a pair that goes on, with its scale and competencies read once."""
    levels: dict[int, list[ScaleLevel]] = {}
    competencies: dict[int, list[Competency]] = {}
    found = []
    rows = Passport.objects.select_related("learner", "organization", "version").order_by("pk")
    for row in rows:
        guide = Party.objects.filter(
            relationship__passports=row, side=Side.GUIDE, relationship__state__in=BEGUN
        ).first()
        if guide is None:
            continue
        version = row.version
        if version.pk not in levels:
            levels[version.pk] = list(version.scale.levels.all())
            of_version = version.competencies.order_by("domain__position", "position")
            competencies[version.pk] = list(of_version)
        found.append(
            Assessed(
                row,
                actor_for(account_id=None, person_id=row.learner_id),
                actor_for(account_id=None, person_id=guide.person_id),
                levels[version.pk],
                competencies[version.pk],
            )
        )
    return found


def _observe(one: Assessed, texts: Mapping[str, Any], *, today: datetime, random: Random) -> None:
    """A few competencies, each seen once, the later the further."""
    days = (today - one.passport.opened_at).days
    top = len(one.levels) - 2
    for competency in random.sample(list(one.competencies), k=SELDOM):
        day = random.randint(1, max(1, days - 1))
        level = one.levels[min(top, round((top + 1) * day / max(days, 60)))]
        at = one.passport.opened_at + timedelta(days=day)
        _see(one, competency, level, texts, at=at, random=random)


def _live(
    told: Assessed,
    cast: Mapping[str, Person],
    texts: Mapping[str, Any],
    *,
    today: datetime,
    random: Random,
) -> None:
    """Six weeks on the ward, as the data say; colleagues are asked, and answer two days later."""
    codes = {level.code: level for level in told.levels}
    of = {competency.key: competency for competency in told.competencies}
    colleagues = dict(zip("ab", _colleagues(told, cast, texts), strict=False))
    steps = [
        (int(step.partition(":")[0]), step.partition(":")[2], entry["key"])
        for entry in texts["seen"]
        for step in entry["steps"]
    ]
    for day, said, key in sorted(steps):
        code, _, mark = said.partition(" ")
        at = told.passport.opened_at + timedelta(days=day, hours=2)
        if at >= today:
            continue
        asked = colleagues.get(mark)
        _see(told, of[key], codes[code], texts, at=at, random=random, asked=asked)
    with clock.moved_to(today - timedelta(days=3)):
        mark_all_read(by=told.learner, at=today - timedelta(days=3))


def _colleagues(
    told: Assessed, cast: Mapping[str, Person], texts: Mapping[str, Any]
) -> list[Person]:
    """People of the ward who are nobody of the cast."""
    of_cast = {person.pk for person in cast.values()}
    return [person for person in likely_people(told.passport) if person.pk not in of_cast]


def _see(
    one: Assessed,
    competency: Competency,
    level: ScaleLevel,
    texts: Mapping[str, Any],
    *,
    at: datetime,
    random: Random,
    asked: Person | None = None,
) -> None:
    """By the preceptor, or by a colleague who was asked two days before."""
    sight = Sight(
        competency=competency,
        level=level,
        seen_at=at,
        device_key=UUID(int=random.getrandbits(128), version=4),
        went_well=random.choice(texts["went_well"]),
        next_step=random.choice(texts["next_steps"]) if random.random() < 0.6 else "",
    )
    by, ask = one.guide, None
    if asked is not None:
        before = at - timedelta(days=2)
        with clock.moved_to(before):
            ask = ask_for_observation(
                passport=one.passport,
                competency=competency,
                person=asked,
                by=one.learner,
                at=before,
            )
        by = actor_for(account_id=None, person_id=asked.pk)
    with clock.moved_to(at):
        record_observation(passport=one.passport, sight=sight, by=by, at=at, ask=ask)


def _rate(one: Assessed, *, both: bool, today: datetime, random: Random) -> None:
    """The learner locks; most preceptors do, too, and here and there they differ."""
    for row in RatingRound.objects.filter(passport=one.passport):
        own, other = {}, {}
        for competency in one.competencies[:RATED]:
            place = random.choice((0, 1, 1, 2, 3))
            apart = random.choice((-1, 0, 0, 0, 1))
            own[competency.pk] = one.levels[max(0, min(len(one.levels) - 1, place + apart))].pk
            other[competency.pk] = one.levels[place].pk
        sheets = [(one.learner, own, 4), (one.guide, other, 8)][: 2 if both else 1]
        for by, levels, days in sheets:
            at = min(row.opened_at + timedelta(days=days), today - timedelta(hours=2))
            with clock.moved_to(at):
                save_rating(round=row, levels=levels, locks=True, by=by, at=at)


def _tell_story(
    told: Assessed,
    found: Sequence[Assessed],
    cast: Mapping[str, Person],
    texts: Mapping[str, Any],
    *,
    today: datetime,
) -> None:
    """A round in which the learner has locked and the preceptor has not; open asks both ways; and
    a certificate."""
    story = texts["story"]
    at = today - timedelta(days=2)
    with clock.moved_to(at):
        row = open_round(passport=told.passport, title="Week 6", by=told.guide, at=at)
        half = {one.pk: told.levels[2].pk for one in told.competencies[:RATED]}
        save_rating(round=row, levels=half, locks=True, by=told.learner, at=at)
        for colleague in _colleagues(told, cast, texts)[-1:]:
            ask_for_observation(
                passport=told.passport,
                competency=told.competencies[4],
                person=colleague,
                by=told.learner,
                at=at,
            )
        add_evidence(
            passport=told.passport,
            competency=told.competencies[2],
            file=Enclosure(story["file"], EMPTY_PDF, "application/pdf"),
            shows=EvidenceLevel.KNOWS_HOW,
            note=story["note"],
            by=told.learner,
            at=at,
        )
        other = next(one for one in found if one is not told and _same_house(one, told))
        ask_for_observation(
            passport=other.passport,
            competency=other.competencies[0],
            person=cast[story["guide"]],
            by=other.learner,
            at=at,
        )


def _same_house(one: Assessed, told: Assessed) -> bool:
    return (
        one.passport.organization_id == told.passport.organization_id
        and one.guide.person_id != told.guide.person_id
    )
