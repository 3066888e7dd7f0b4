"""People of the demo who find each other: offers beside any program, and requests."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from guildhall.core import clock
from guildhall.core.errors import WrongState
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.directory.models import Person
from guildhall.mentoring.actions.answers import accept_request, decline_request
from guildhall.mentoring.actions.offers import OfferDraft, keep_offer, pause_offer
from guildhall.mentoring.actions.request_clock import lapse_requests
from guildhall.mentoring.actions.requests import RequestDraft, ask_guide
from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.mentoring.offer_states import DeclineReason
from guildhall.mentoring.queries.directory import guides_for
from guildhall.people.models import Profile
from guildhall.permissions.actor import Actor, actor_for
from guildhall.programs.models import Enrollment
from guildhall.relationships.queries.places import rooms

SEED = 11
# Days ago, and how it went.
ASKED = (
    (70, "accepted"),
    (52, "declined"),
    (45, "accepted"),
    (40, "lapsed"),
    (31, "accepted"),
    (24, "lapsed"),
    (16, "declined"),
    (9, "accepted"),
    (6, "waits"),
    (4, "waits"),
    (2, "waits"),
)


def find_each_other(houses: dict[str, House], *, today: datetime) -> None:
    """Offers in every house, and requests in every state, by the actions that people use.

    With dice of its own, so that the rest of the demo stays as it is.
    """
    random = Random(SEED)  # noqa: S311 - a demo, not a secret
    entries = data("offers.toml")
    began = today - timedelta(days=90)
    for key, house in houses.items():
        own = [entry for entry in entries["offer"] if entry["house"] == key]
        with clock.moved_to(began):
            _offer(house, own, at=began, random=random)
        _ask(house, entries["lines"], today=today, random=random)
    _to_the_story(houses, entries["lines"], today=today)


def _offer(
    house: House, entries: Sequence[dict[str, Any]], *, at: datetime, random: Random
) -> None:
    taken: set[int] = set()
    for entry in entries:
        person = house.cast.get(entry.get("cast", "")) or _free_senior(house, taken, at=at)
        taken.add(person.pk)
        draft = OfferDraft(
            help=entry["help"],
            story=entry.get("story", ""),
            places=entry.get("places") or _places(person),
        )
        by = _actor(person)
        offer = keep_offer(
            person=person, organization=house.organization, draft=draft, by=by, at=at
        )
        if "cast" not in entry and random.random() < 0.1:
            until = (at + timedelta(days=150)).date()
            pause_offer(offer=offer, until=until, by=by, at=at)


def _free_senior(house: House, taken: set[int], *, at: datetime) -> Person:
    """Somebody with room whom no program counts on, where there is one."""
    busy = set(Enrollment.objects.values_list("person_id", flat=True))
    found = rooms([person.pk for person in house.seniors], on=at.date())
    free = [person for person in house.seniors if person.pk not in taken]
    return min(free, key=lambda person: (person.pk in busy, not found[person.pk].left, person.pk))


def _places(person: Person) -> int | None:
    """What the profile says, so that drafts in the studio stay as they are."""
    return Profile.objects.values_list("capacity", flat=True).get(person=person)


def _ask(house: House, lines: dict[str, list[str]], *, today: datetime, random: Random) -> None:
    story = {person.pk for person in house.cast.values()}
    askers = random.sample(house.juniors, k=len(ASKED))
    for person, (days, outcome) in zip(askers, ASKED, strict=True):
        at = today - timedelta(days=days, minutes=random.randint(0, 500))
        with clock.moved_to(at):
            order = guides_for(person, actor=_actor(person), at=at).order
            offers = GuideOffer.objects.exclude(person__in=story).in_bulk(order)
            best = [offers[pk] for pk in order if pk in offers][:3]
            if not best:
                continue
            row = _asked(person, random.choice(best), lines, at=at, random=random)
            if row is not None:
                _answer(row, outcome, lines, at=at, random=random)


def _asked(
    person: Person,
    offer: GuideOffer,
    lines: dict[str, list[str]],
    *,
    at: datetime,
    random: Random,
) -> GuideRequest | None:
    draft = RequestDraft(
        line=random.choice(lines["ask"]),
        goal=random.choice(lines["goal"]),
        every_days=random.choice((None, 14, 30)),
    )
    try:
        return ask_guide(offer=offer, draft=draft, by=_actor(person), at=at)
    except WrongState:
        return None


def _answer(
    row: GuideRequest,
    outcome: str,
    lines: dict[str, list[str]],
    *,
    at: datetime,
    random: Random,
) -> None:
    by, later = _actor(row.guide), at + timedelta(days=random.randint(1, 5))
    with clock.moved_to(later):
        if outcome == "accepted":
            accept_request(request=row, by=by, at=later)
        elif outcome == "declined":
            reason = random.choice(DeclineReason.values)
            words = random.choice(lines["no"])
            decline_request(request=row, reason=reason, words=words, by=by, at=later)
    if outcome == "lapsed":
        over = row.expires_at + timedelta(minutes=1)
        with clock.moved_to(over):
            lapse_requests(at=over)


def _to_the_story(
    houses: dict[str, House], lines: dict[str, list[str]], *, today: datetime
) -> None:
    """Gwen has a request to answer; Lucía waits for an answer."""
    fern, calder = houses["fernhill"], houses["calder"]
    at = today - timedelta(days=1, hours=3)
    with clock.moved_to(at):
        gwens = GuideOffer.objects.get(person=fern.cast["gwen"])
        for person in fern.juniors:
            order = guides_for(person, actor=_actor(person), at=at).order
            if gwens.pk in order:
                draft = RequestDraft(line=lines["ask"][1], goal=lines["goal"][1], every_days=30)
                ask_guide(offer=gwens, draft=draft, by=_actor(person), at=at)
                break
        lucia = calder.cast["lucia"]
        order = guides_for(lucia, actor=_actor(lucia), at=at).order
        if order:
            draft = RequestDraft(line=lines["ask"][4])
            offer = GuideOffer.objects.get(pk=order[0])
            ask_guide(offer=offer, draft=draft, by=_actor(lucia), at=at)


def _actor(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)
