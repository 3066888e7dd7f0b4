"""Stories, challenges, a consult and a look beyond skills, in the demo's company."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from guildhall.core import clock
from guildhall.demo.files import data
from guildhall.demo.people import House
from guildhall.directory.models import Membership, Person
from guildhall.mentoring.actions.challenges import add_entry, put_challenge
from guildhall.mentoring.actions.consults import ask_senior, write_in_consult
from guildhall.mentoring.actions.introductions import offer_introduction
from guildhall.mentoring.actions.offers import OfferDraft, keep_offer
from guildhall.mentoring.actions.reflections import check_in, make_reflection, show_reflection
from guildhall.mentoring.actions.seniors import name_senior
from guildhall.mentoring.actions.stories import StoryDraft, Told, tell_story, write_story
from guildhall.mentoring.models import Circle, GuideOffer
from guildhall.mentoring.wisdom_states import Audience, EntryKind
from guildhall.permissions.actor import Actor, actor_for
from guildhall.programs.states import Side
from guildhall.relationships.models import Party, Relationship

Said = Mapping[str, Any]


def build_wisdom(houses: Mapping[str, House], *, today: datetime) -> None:
    """All of it at Fernhill, most between Gwen and Noor; the same every time."""
    house, said = houses["fernhill"], data("wisdom.toml")
    gwen, noor = house.cast["gwen"], house.cast["noor"]
    own = Party.objects.filter(person=gwen, relationship__parties__person=noor)
    pair = Relationship.objects.get(pk=own.get().relationship_id)
    mine = Party.objects.filter(person=gwen).values("relationship_id")
    around = Party.objects.filter(relationship_id__in=mine)
    near = set(around.values_list("person_id", flat=True))
    elders = [person for person in house.seniors if person.pk not in near]
    _stories(house, said, pair, elders, today=today)
    _challenges(house, said, pair, today=today)
    _consult(house, said["consult"], elders[0], today=today)
    _beyond(house, said, pair, today=today)
    at = today - timedelta(days=2)
    with clock.moved_to(at):
        offer_introduction(
            relationship=pair,
            learner=noor,
            colleague=Membership.objects.get(person=elders[1], organization=house.organization),
            line=said["introduction"]["line"],
            by=_actor(gwen),
            at=at,
        )


def _stories(
    house: House, said: Said, pair: Relationship, elders: list[Person], *, today: datetime
) -> None:
    gwen = house.cast["gwen"]
    for number, (entry, author) in enumerate(zip(said["story"], elders[2:], strict=False)):
        at = today - timedelta(days=40 - 11 * number)
        _tell(house, entry, author, Told(Audience.EVERYONE), at=at)
    told = Told(Audience.PAIR, relationship=pair)
    _tell(house, said["told"], gwen, told, at=today - timedelta(days=16))
    _tell(house, said["draft"], gwen, None, at=today - timedelta(days=3))


def _tell(house: House, entry: Said, author: Person, told: Told | None, *, at: datetime) -> None:
    draft = StoryDraft(
        title=entry["title"],
        happened=entry["happened"].strip(),
        now=entry.get("now", ""),
        keys=tuple(entry["keys"]),
    )
    with clock.moved_to(at):
        story = write_story(organization=house.organization, draft=draft, by=_actor(author), at=at)
        if told is not None:
            tell_story(story=story, told=told, by=_actor(author), at=at)


def _challenges(house: House, said: Said, pair: Relationship, *, today: datetime) -> None:
    entry, nameless = said["challenge"], said["nameless"]
    at = today - timedelta(days=12)
    with clock.moved_to(at):
        put = put_challenge(
            relationship=pair,
            title=entry["title"],
            context=entry["context"],
            by=_actor(house.cast["noor"]),
            at=at,
        )
        for who, kind, text in entry["entries"]:
            by = _actor(house.cast[who])
            add_entry(challenge=put, kind=EntryKind(kind), text=text, by=by, at=at)
    circle = Circle.objects.select_related("relationship").order_by("pk").first()
    if circle is None:
        return
    members = list(circle.relationship.parties.filter(left_at=None).order_by("pk"))
    learner = next(party for party in members if party.side == Side.LEARNER)
    guide = next(party for party in members if party.side == Side.GUIDE)
    with clock.moved_to(at):
        put = put_challenge(
            relationship=circle.relationship,
            title=nameless["title"],
            context=nameless["context"],
            is_anonymous=True,
            by=_actor(learner.person),
            at=at,
        )
        by = _actor(guide.person)
        add_entry(challenge=put, kind=EntryKind.OPTION, text=nameless["entry"], by=by, at=at)


def _consult(house: House, said: Said, elder: Person, *, today: datetime) -> None:
    """An elder who offers to guide is named, and Gwen asks."""
    at = today - timedelta(days=9)
    with clock.moved_to(at):
        offer = GuideOffer.objects.filter(person=elder).first() or keep_offer(
            person=elder,
            organization=house.organization,
            draft=OfferDraft(help="A second pair of eyes, for those who guide."),
            by=_actor(elder),
            at=at,
        )
        staff = _actor(house.cast["simon"])
        senior = name_senior(offer=offer, by=staff, at=at)
        consult = ask_senior(senior=senior, text=said["text"], by=_actor(house.cast["gwen"]), at=at)
        write_in_consult(consult=consult, text=said["answer"], by=_actor(elder), at=at)


def _beyond(house: House, said: Said, pair: Relationship, *, today: datetime) -> None:
    noor = _actor(house.cast["noor"])
    for look in said["look"]:
        at = today - timedelta(days=look["ago"])
        with clock.moved_to(at):
            shown = make_reflection(marks=look["marks"], line=look.get("line", ""), by=noor, at=at)
    with clock.moved_to(today):
        show_reflection(reflection=shown, relationship=pair, by=noor, at=today)
    for check in said["check"]:
        at = today - timedelta(days=check["ago"])
        by = _actor(house.cast[check["by"]])
        with clock.moved_to(at):
            check_in(
                relationship=pair, mood=check["mood"], line=check.get("line", ""), by=by, at=at
            )


def _actor(person: Person) -> Actor:
    return actor_for(account_id=person.account_id, person_id=person.pk)
