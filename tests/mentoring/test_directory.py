"""Who is found, in which order, why, and at what cost."""

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.directory.models import Membership, Person
from guildhall.mentoring.actions.answers import accept_request
from guildhall.mentoring.models import GuideOffer
from guildhall.mentoring.queries.apart import kept_from
from guildhall.mentoring.queries.directory import Narrowing, cards_of, guides_for
from guildhall.mentoring.queries.fit import Fit, known_about
from guildhall.people.actions.availability import Window, set_availability
from guildhall.people.actions.profile import change_profile, pause_profile
from guildhall.people.models import Profile
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import NeverPair
from guildhall.relationships.actions.course import close_relationship
from tests.mentoring.finding import ask, give_skills, make_offer
from tests.world import NOW, make_person


def found(world, name="noor", **narrowing):
    return guides_for(
        getattr(world, name), actor=world.actor(name), at=NOW, narrowing=Narrowing(**narrowing)
    )


def names(world, name="noor", **narrowing) -> list[str]:
    rows = {o.pk: o.person.given_name for o in GuideOffer.objects.select_related("person")}
    return [rows[pk] for pk in found(world, name, **narrowing).order]


def test_best_fits_come_first_with_reasons_in_words(world):
    make_offer(world, "gwen")
    make_offer(world, "omar")
    give_skills(world.noor, "wanted", "Research")
    give_skills(world.omar, "offered", "Research")
    assert names(world) == ["Omar", "Gwen"]
    result = found(world)
    card = cards_of(result, list(result.order), person=world.noor)[0]
    labels = [label for label, _words in card.lines]
    assert labels[0] == "Skills wanted meet skills offered"
    assert "Research" in card.lines[0][1]
    assert (card.left, card.skills, card.request) == (1, ("Research",), None)


def test_who_is_not_shown(world):
    """Oneself, one's manager and theirs, one's report, who must not meet one, the paused, the
    full, and one's present guide."""
    for name in ("noor", "gwen", "omar", "tomas", "milo", "maren", "ada", "vera"):
        make_offer(world, name)
    Membership.objects.filter(person=world.milo).update(manager=world.maren)
    Membership.objects.filter(person=world.tomas).update(manager=world.noor)
    NeverPair.objects.create(person=world.omar, other=world.noor, said_at=NOW)
    pause_profile(person=world.ada, by=SYSTEM, at=NOW)
    assert sorted(names(world)) == ["Gwen", "Vera"]
    accept_request(
        request=ask(world, GuideOffer.objects.get(person=world.gwen)),
        by=world.actor("gwen"),
        at=NOW,
    )
    assert names(world) == ["Vera"]


def test_a_full_guide_is_not_shown_to_others(world):
    offer = make_offer(world, places=1)
    assert names(world, "tomas") == ["Gwen"]
    accept_request(request=ask(world, offer), by=world.actor("gwen"), at=NOW)
    assert names(world, "tomas") == []


def test_contact_that_rests_keeps_two_apart_also_after_the_end(world):
    offer = make_offer(world, places=3)
    pair = accept_request(request=ask(world, offer), by=world.actor("gwen"), at=NOW)
    close_relationship(relationship=pair, by=world.actor("noor"), at=NOW)
    assert names(world) == ["Gwen"]
    type(pair).objects.update(contact_rests_since=NOW)
    assert names(world) == []
    assert kept_from(world.gwen.pk, [world.noor.pk, world.tomas.pk]) == {world.noor.pk}


def test_managers_in_a_circle_end_the_walk(world):
    Membership.objects.filter(person=world.gwen).update(manager=world.omar)
    Membership.objects.filter(person=world.omar).update(manager=world.gwen)
    assert kept_from(world.noor.pk, [world.gwen.pk, world.omar.pk, world.milo.pk]) == {
        world.milo.pk
    }
    assert kept_from(world.gwen.pk, [world.omar.pk, world.noor.pk]) == {world.omar.pk}


@pytest.fixture
def two(world):
    make_offer(world, "gwen", story="I once ran a night ward.")
    make_offer(world, "omar", help="Statistics without tears")
    give_skills(world.omar, "offered", "Research")
    change_profile(person=world.gwen, by=SYSTEM, at=NOW, languages=["en", "es"])
    morning, evening = [Window(0, 480, 600)], [Window(0, 1200, 1320)]
    set_availability(person=world.noor, windows=morning, by=SYSTEM, at=NOW)
    set_availability(person=world.gwen, windows=morning, by=SYSTEM, at=NOW)
    set_availability(person=world.omar, windows=evening, by=SYSTEM, at=NOW)
    Person.objects.filter(pk=world.omar.pk).update(time_zone="Asia/Tokyo")


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("narrowing", "people"),
    [
        ({}, ["Gwen", "Omar"]),
        ({"text": "NIGHT ward"}, ["Gwen"]),
        ({"text": "tears"}, ["Omar"]),
        ({"text": "night tears"}, []),
        ({"skill": "Research"}, ["Omar"]),
        ({"language": "es"}, ["Gwen"]),
        ({"shares_hours": True}, ["Gwen"]),
        ({"apart": 3}, ["Gwen"]),
        ({"apart": 9}, ["Gwen", "Omar"]),
        ({"skill": "Sorcery"}, []),
    ],
)
def test_narrowing(world, narrowing, people):
    assert sorted(names(world, **narrowing)) == people


def test_the_order_is_that_of_the_matcher(world):
    """All at once, from columns, as each pair alone by the engine from whole profiles."""
    dice = Random(7)
    skills, zones = ("Research", "Grants", "Statistics", "Teaching"), ("UTC", "Asia/Tokyo")
    people = [make_person(world.alder, f"Guide{number} Moor") for number in range(40)]
    for person in people:
        GuideOffer.objects.create(
            person=person, organization=world.alder, help="x", offered_at=NOW, changed_at=NOW
        )
    for person in (*people, world.noor):
        for direction in ("offered", "wanted"):
            level = dice.randint(1, 5)
            give_skills(person, direction, *dice.sample(skills, dice.randint(0, 3)), level=level)
        start = dice.choice((480, 510, 900))
        week = [Window(dice.randrange(2), start, start + 45 * dice.randint(1, 4))]
        set_availability(person=person, windows=week, by=SYSTEM, at=NOW)
        capacity = dice.choice((None, 1, 2))
        Profile.objects.filter(person=person).update(capacity=capacity)
        Person.objects.filter(pk=person.pk).update(time_zone=dice.choice(zones))
    result = found(world)
    known = known_about({world.noor.pk, *result.left}, on=NOW.date())
    reasons = {}
    for pk, left in result.left.items():
        fit = Fit(world.noor.pk, {pk: left}, known)
        reasons[pk] = int(fit._setting.score[0][0])
    best = sorted(result.left, key=lambda pk: (-reasons[pk], pk))
    offers = dict(GuideOffer.objects.values_list("person_id", "pk"))
    assert len(set(reasons.values())) > 10
    assert list(result.order) == [offers[pk] for pk in best]


def test_three_ask_the_database_as_often_as_thirty(world):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            result = found(world)
            cards = cards_of(result, list(result.order)[:12], person=world.noor)
            assert cards
            assert all(card.place is not None and card.lines for card in cards)
        return len(asked)

    for name in ("gwen", "omar", "vera"):
        make_offer(world, name)
    few = queries()
    assert few < 25
    for number in range(27):
        person = make_person(world.alder, f"Guide{number} Moor")
        GuideOffer.objects.create(
            person=person, organization=world.alder, help="x", offered_at=NOW, changed_at=NOW
        )
    assert len(found(world).order) == 30
    assert queries() == few
