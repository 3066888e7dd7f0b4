"""Whom would you like to work with?, in the browser's words."""

import pytest
from django.urls import reverse

from guildhall.competencies.models import Skill
from guildhall.people.actions.profile import change_profile, set_skills
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.enrollments import mark_matched, withdraw
from guildhall.programs.actions.programs import change_program
from guildhall.programs.models import Enrollment, NeverPair, Program, Wish
from tests.matching.factories import solved, started
from tests.programs.factories import make_cohort, make_enrollment, make_people, make_program
from tests.world import NOW

QUERIES = 31
pytestmark = pytest.mark.usefixtures("held_clock")
ASKED = "Whom would you like to work with?"


@pytest.fixture
def cohort(world):
    return make_cohort(make_program(world.alder))


@pytest.fixture
def noor(world, cohort):
    return make_enrollment(cohort, world.noor)


@pytest.fixture
def gwen(world, cohort):
    change_profile(
        person=world.gwen,
        by=SYSTEM,
        at=NOW,
        headline="Ten years on the night shift",
        about="I came to nursing late.",
        hopes="To hear what is new.",
        languages=["en", "fa"],
    )
    for direction, name in (("offered", "Triage"), ("wanted", "Coaching")):
        skill = Skill.objects.create(name=name, key=name.lower())
        set_skills(person=world.gwen, direction=direction, levels={skill: 4}, by=SYSTEM, at=NOW)
    return make_enrollment(cohort, world.gwen, "guide")


@pytest.fixture
def omar(world, cohort):
    return make_enrollment(cohort, world.omar, "guide")


def url(enrollment: Enrollment) -> str:
    return reverse("wishes", args=[enrollment.pk])


def text(response) -> str:
    return response.content.decode()


def said(enrollment: Enrollment) -> list[int]:
    rows = Wish.objects.filter(enrollment=enrollment).order_by("rank")
    return list(rows.values_list("person_id", flat=True))


def test_a_card_says_what_the_profile_lets_them_read(sign_in, noor, gwen):
    shown = text(sign_in("noor").get(url(noor)))
    for words in ("Gwen Castellan", "Ten years on the night", "Triage", "English, Persian"):
        assert words in shown
    assert "I came to nursing late." in shown
    # Hopes and wanted skills stay with the program's staff.
    assert "To hear what is new" not in shown
    assert "Coaching" not in shown


def test_choosing_moving_and_taking_off_without_a_script(world, sign_in, noor, gwen, omar):
    client = sign_in("noor")
    for person in (world.gwen, world.omar):
        answer = client.post(url(noor), {"choose": person.pk, "q": "an & b", "page": "1"})
        assert answer.status_code == 303
        assert answer.headers["Location"] == f"{url(noor)}?q=an+%26+b&page=1#person-{person.pk}"
    assert said(noor) == [world.gwen.pk, world.omar.pk]
    client.post(url(noor), {"up": world.omar.pk})
    assert said(noor) == [world.omar.pk, world.gwen.pk]
    client.post(url(noor), {"up": world.omar.pk})  # it stands on top already
    client.post(url(noor), {"down": world.omar.pk})
    client.post(url(noor), {"choose": world.gwen.pk})  # a second press changes nothing
    assert said(noor) == [world.gwen.pk, world.omar.pk]
    shown = text(client.get(url(noor)))
    assert 'aria-label="Move Omar Haddad up"' in shown
    assert 'aria-label="Move Gwen Castellan up"' not in shown
    client.post(url(noor), {"remove": world.gwen.pk})
    assert said(noor) == [world.omar.pk]


def test_five_are_enough(world, sign_in, cohort, noor):
    people = make_people(world.alder, 6)
    for person in people:
        make_enrollment(cohort, person, "guide")
    client = sign_in("noor")
    for person in people[:5]:
        client.post(url(noor), {"choose": person.pk})
    shown = text(client.get(url(noor)))
    assert "5 people are on your list. Take somebody off to choose another." in shown
    assert 'name="choose"' not in shown
    answer = client.post(url(noor), {"choose": people[5].pk})
    assert answer.status_code == 422
    assert "Choose 5 people at most. Take somebody off the list first." in text(answer)
    assert len(said(noor)) == 5


@pytest.mark.parametrize("posted", [{}, {"choose": "Gwen"}, {"choose": "9" * 40}, {"up": "-1"}])
def test_what_no_button_sends_is_answered(sign_in, noor, gwen, posted):
    answer = sign_in("noor").post(url(noor), posted)
    assert answer.status_code == 422
    assert "use the buttons beside the names" in text(answer)


def test_nobody_can_be_chosen_who_is_not_offered(world, sign_in, noor, gwen, omar):
    NeverPair.objects.create(person=world.gwen, other=world.noor, said_at=NOW)
    withdraw(enrollment=omar, by=SYSTEM, at=NOW)
    client = sign_in("noor")
    shown = text(client.get(url(noor)))
    assert "Nobody can be chosen yet" in shown
    for person in (world.gwen, world.omar, world.tomas, world.olga, world.noor):
        answer = client.post(url(noor), {"choose": person.pk})
        assert answer.status_code == 422
        assert "Somebody on the list cannot be chosen any more." in text(answer)
    assert said(noor) == []


def test_who_went_away_leaves_the_list_and_nobody_is_named(world, sign_in, noor, gwen, omar):
    client = sign_in("noor")
    for person in (world.omar, world.gwen):
        client.post(url(noor), {"choose": person.pk})
    NeverPair.objects.create(person=world.omar, other=world.noor, said_at=NOW)
    shown = text(client.get(url(noor)))
    assert "One person of your list cannot be chosen any more; the others move up." in shown
    assert "Omar" not in shown
    assert "Omar" not in text(client.get(reverse("enrollment", args=[noor.pk])))
    client.post(url(noor), {"down": world.gwen.pk})
    assert said(noor) == [world.gwen.pk]


def test_search_finds_names_lines_and_skills_never_addresses(sign_in, noor, gwen, omar):
    client = sign_in("noor")

    def names(words: str) -> set[str]:
        shown = text(client.get(url(noor), {"q": words}))
        return {name for name in ("Gwen", "Omar") if f"Choose {name}" in shown}

    assert names("castel") == {"Gwen"}
    assert names("night TRIA") == {"Gwen"}
    assert names("omar") == {"Omar"}
    assert names("coaching") == set()
    assert names("alderbay.example") == set()
    assert "Nobody fits these words" in text(client.get(url(noor), {"q": "%_"}))


def test_guides_choose_in_the_same_way_where_they_are_asked(world, sign_in, cohort, noor, gwen):
    client = sign_in("gwen")
    closed = client.get(url(gwen))
    assert closed.status_code == 409
    assert "Mentoring does not ask this; its coordinator suggests the pairs." in text(closed)
    change_program(
        program=cohort.program, by=SYSTEM, at=NOW, wishes={"guide": True, "learner": True}
    )
    assert "choose up to 5 mentees" in text(client.get(url(gwen)))
    client.post(url(gwen), {"choose": world.noor.pk})
    assert said(gwen) == [world.noor.pk]


def test_a_match_closes_the_list_and_it_can_still_be_taken_back(world, sign_in, noor, gwen):
    client = sign_in("noor")
    client.post(url(noor), {"choose": world.gwen.pk})
    mark_matched(enrollments=[noor], at=NOW)
    shown = client.get(url(noor))
    assert "You have a match, so the list is closed." in text(shown)
    assert 'name="remove"' not in text(shown)
    assert client.post(url(noor), {"remove": world.gwen.pk}).status_code == 409
    assert said(noor) == [world.gwen.pk]
    answer = client.post(reverse("wishes_withdrawal", args=[noor.pk]))
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        reverse("enrollment", args=[noor.pk]),
    )
    assert said(noor) == []
    assert client.get(url(noor)).status_code == 409


def test_only_the_person_opens_the_list(sign_in, noor, gwen):
    expected = {"maren": 403, "ada": 403, "vera": 403, "gwen": 404, "milo": 404, "olga": 404}
    for name, status in expected.items():
        client = sign_in(name)
        assert client.get(url(noor)).status_code == status, name
        assert client.post(url(noor), {"choose": gwen.person_id}).status_code == status, name
    assert said(noor) == []


def test_the_place_and_today_lead_there_quietly(world, sign_in, noor, gwen):
    client = sign_in("noor")
    today = text(client.get("/"))
    assert ASKED in today
    assert url(noor) in today
    assert "Everything is settled for now." in today  # a quiet line, and no next step
    assert "Look who is here" in text(client.get(reverse("enrollment", args=[noor.pk])))
    assert ASKED not in text(sign_in("gwen").get("/"))
    client.post(url(noor), {"choose": world.gwen.pk})
    assert ASKED not in text(client.get("/"))
    shown = text(client.get(reverse("enrollment", args=[noor.pk])))
    assert "<li>Gwen Castellan</li>" in shown
    # Whoever runs the program opens the same place, and no list stands on it.
    assert ASKED not in text(sign_in("maren").get(reverse("enrollment", args=[noor.pk])))


def test_a_coordinator_sees_how_many_and_the_studio_says_why(world, sign_in, cohort, noor, gwen):
    sign_in("noor").post(url(noor), {"choose": world.gwen.pk})
    maren = sign_in("maren")
    assert "1 of 1 said it" in text(maren.get(reverse("cohort", args=[cohort.pk])))
    draft = solved(started(cohort))
    proposal = draft.proposals.get()
    wish = [item for item in proposal.contributions if item["id"] == "wishes"]
    assert [(item["points"], item["readable_by"]) for item in wish] == [("20", "coordinator")]
    studio = text(maren.get(reverse("studio", args=[cohort.pk])))
    assert "First wish of the mentee" in studio


def test_who_joins_is_told_that_they_are_shown(world, sign_in):
    program = make_program(world.alder, eligibility={"organizations": [world.alder.pk]})
    cohort = make_cohort(program)
    words = "mentees of this cohort may read your name, what you say about yourself"
    guide = reverse("offer", args=[cohort.pk, "guide"])
    assert words in text(sign_in("gwen").get(guide))
    change_program(program=program, by=SYSTEM, at=NOW, wishes={})
    assert words not in text(sign_in("gwen").get(guide))


def test_the_settings_turn_it_on_and_off(world, sign_in, cohort):
    client = sign_in("maren")
    address = reverse("program_settings", args=[cohort.program_id])
    page = client.get(address)
    forms = page.context["forms"]
    assert "Let mentees say whom they would like to work with" in text(page)
    posted = {}
    for form in forms.values():
        for name in form.fields:
            value = form[name].value()
            if value not in (None, False, ""):
                posted[form.add_prefix(name)] = value
    posted |= {"plan-guide_wishes": "on"}
    posted.pop("plan-learner_wishes")
    assert client.post(address, posted).status_code == 303
    program = Program.objects.get(pk=cohort.program_id)
    assert program.plan["wishes"] == {"guide": True, "learner": False}
    assert "guide_wishes" in {item["id"] for item in program.criteria["preferences"]}
    shown = text(client.get(reverse("program", args=[program.pk])))
    assert "Mentors may say whom they would like to work with" in shown


def test_many_cost_as_much_as_few(world, sign_in, cohort, noor, gwen, django_assert_num_queries):
    client = sign_in("noor")
    client.post(url(noor), {"choose": world.gwen.pk})
    client.get(url(noor))
    with django_assert_num_queries(QUERIES):
        client.get(url(noor))
    people = make_people(world.alder, 30)
    for person in people:
        make_enrollment(cohort, person, "guide")
        change_profile(person=person, by=SYSTEM, at=NOW, headline="Hello")
    for person in people[:4]:
        client.post(url(noor), {"choose": person.pk})
    with django_assert_num_queries(QUERIES):
        shown = client.get(url(noor))
    assert text(shown).count('class="wish-card"') == 12
