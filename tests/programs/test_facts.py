"""Facts about enrolled people: their values, and that many cost as much as few."""

from datetime import date

import pytest

from guildhall.competencies.actions.vocabulary import load_vocabulary
from guildhall.competencies.models import Interest, Skill
from guildhall.core.errors import InvalidInput
from guildhall.directory.models import Membership, Site, Unit
from guildhall.people.actions.availability import Window, set_availability
from guildhall.people.actions.profile import change_profile, set_interests, set_skills
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.programs import change_program
from guildhall.programs.facts import FACTS, fact, is_fact
from guildhall.programs.models import NeverPair, Wish
from guildhall.programs.queries.facts import facts_of, field_values
from guildhall.programs.states import Side
from guildhall.questions.actions.responses import save_answers, start_response
from tests.programs.factories import make_cohort, make_enrollment, make_people, make_program
from tests.world import NOW

OWN = [
    "organization",
    "unit",
    "site",
    "manager_ids",
    "reports_to_ids",
    "never_with",
    "skills_offered",
    "skills_wanted",
    "languages",
    "interests",
    "time_zone_offset",
    "hours",
    "career_stage",
    "years_of_experience",
    "ranked_wishes",
    "capacity",
    "license",
    "shifts",
    "answer:structure",
    "answer:values",
    "detail:Grade",
    "detail:Town",
]


@pytest.fixture
def noor(world, cohort):
    return make_enrollment(cohort, world.noor)


def of(enrollment, *names):
    return facts_of([enrollment], names)[enrollment.pk]


def test_where_somebody_belongs(world, noor):
    unit = Unit.objects.create(
        organization=world.alder,
        name="Ward 4",
        site=Site.objects.create(organization=world.alder, name="North"),
    )
    Membership.objects.filter(person=world.noor).update(unit=unit)
    assert of(noor, "organization", "unit", "site") == {
        "organization": "Alder Bay Teaching Hospital",
        "unit": "Ward 4",
        "site": "North",
    }


def test_partner_people_are_of_the_partner(world):
    program = make_program(world.alder, partners=[world.calder])
    olga = make_enrollment(make_cohort(program), world.olga)
    assert of(olga, "organization") == {"organization": "Calder University"}


def test_who_belongs_to_both_is_of_the_program_s_house(world):
    Membership.objects.create(organization=world.calder, person=world.noor, started_at=NOW)
    program = make_program(world.alder, partners=[world.calder])
    both = make_enrollment(make_cohort(program), world.noor)
    assert of(both, "organization") == {"organization": world.alder.name}


def test_managers_own_and_above(world, noor):
    Membership.objects.filter(person=world.milo).update(manager=world.ada)
    assert of(noor, "manager_ids", "reports_to_ids") == {
        "manager_ids": (str(world.milo.pk),),
        "reports_to_ids": (str(world.milo.pk), str(world.ada.pk)),
    }


def test_circle_of_managers_ends(world, noor):
    Membership.objects.filter(person=world.milo).update(manager=world.ada)
    Membership.objects.filter(person=world.ada).update(manager=world.milo)
    assert of(noor, "reports_to_ids") == {"reports_to_ids": (str(world.milo.pk), str(world.ada.pk))}


def test_never_with_goes_both_ways(world, cohort, noor):
    gwen = make_enrollment(cohort, world.gwen, Side.GUIDE)
    NeverPair.objects.create(person=world.noor, other=world.gwen, said_at=NOW)
    assert of(noor, "never_with") == {"never_with": (str(world.gwen.pk),)}
    assert of(gwen, "never_with") == {"never_with": (str(world.noor.pk),)}


def test_profile_facts(world, noor):
    load_vocabulary()
    triage = Skill.objects.get(key="triage")
    set_skills(person=world.noor, direction="wanted", levels={triage: 3}, by=SYSTEM, at=NOW)
    chess = Interest.objects.get(key="chess")
    set_interests(person=world.noor, interests=[chess], by=SYSTEM, at=NOW)
    change_profile(
        person=world.noor,
        by=SYSTEM,
        at=NOW,
        languages=["en", "fa"],
        career_stage="early",
        years_of_experience=2,
    )
    names = ("skills_wanted", "interests", "languages", "career_stage", "years_of_experience")
    assert of(noor, *names, "skills_offered") == {
        "skills_wanted": {"Triage": 3},
        "interests": ("Chess",),
        "languages": ("en", "fa"),
        "career_stage": "early",
        "years_of_experience": 2,
    }


def test_hours_and_offset_follow_the_clock_at_the_start(world, program):
    world.noor.time_zone = "Europe/Paris"
    world.noor.save()
    window = Window(weekday=0, start_minute=9 * 60, end_minute=10 * 60)
    set_availability(person=world.noor, windows=[window], by=SYSTEM, at=NOW)
    winter = make_cohort(program, "Winter", starts_on=date(2027, 1, 15))
    summer = make_cohort(program, "Summer", starts_on=date(2027, 7, 1))
    names = ("hours", "time_zone_offset")
    assert of(make_enrollment(winter, world.noor), *names) == {
        "hours": frozenset({16, 17}),
        "time_zone_offset": 1.0,
    }
    assert of(make_enrollment(summer, world.noor), *names) == {
        "hours": frozenset({14, 15}),
        "time_zone_offset": 2.0,
    }


def test_wishes_of_a_side_that_is_not_asked_do_not_count(world, cohort, noor):
    gwen = make_enrollment(cohort, world.gwen, Side.GUIDE)
    Wish.objects.create(enrollment=gwen, person=world.noor, rank=1)
    assert of(gwen, "ranked_wishes") == {}
    change_program(
        program=cohort.program, by=SYSTEM, at=NOW, wishes={"guide": True, "learner": True}
    )
    assert of(gwen, "ranked_wishes") == {"ranked_wishes": (str(world.noor.pk),)}


def test_wishes_and_places(world, cohort, noor):
    Wish.objects.create(enrollment=noor, person=world.omar, rank=2)
    Wish.objects.create(enrollment=noor, person=world.gwen, rank=1)
    assert of(noor, "ranked_wishes", "capacity") == {
        "ranked_wishes": (str(world.gwen.pk), str(world.omar.pk)),
        "capacity": 1,
    }


def test_answers_and_what_a_file_brought(world, cohort, program):
    enrollment = make_enrollment(cohort, world.noor, details={"Grade": "B2", "Towns": ["A", "B"]})
    Membership.objects.filter(person=world.noor).update(
        details={"Grade": "general", "Town": "Leeds"}
    )
    enrollment.response = start_response(
        questions=program.learner_questions, person=world.noor, at=NOW
    )
    enrollment.save()
    save_answers(response=enrollment.response, values={"structure": 4, "values": ["craft"]}, at=NOW)
    names = ("answer:structure", "answer:values", "detail:Grade", "detail:Town", "detail:Towns")
    assert of(enrollment, *names) == {
        "answer:structure": 4,
        "answer:values": ("craft",),
        "detail:Grade": "B2",
        "detail:Town": "Leeds",
        "detail:Towns": ("A", "B"),
    }


def test_unknown_fact_is_refused_by_name(noor):
    with pytest.raises(InvalidInput, match="shoe_size"):
        of(noor, "shoe_size")


def test_a_fact_is_registered_once():
    assert is_fact("unit")
    assert is_fact("answer:anything")
    assert not is_fact("answer:")
    with pytest.raises(ValueError, match="twice"):
        fact("unit")(lambda enrollments: {})
    assert FACTS["unit"].__name__ == "unit"


def test_many_cost_as_much_as_few(world, cohort, django_assert_num_queries):
    first = make_enrollment(cohort, world.noor)
    others = [make_enrollment(cohort, person) for person in make_people(world.alder, 6)]
    with django_assert_num_queries(34):
        facts_of([first], OWN)
    with django_assert_num_queries(34):
        facts_of([first, *others], OWN)


def test_large_cohorts_are_read_through_the_cohort(world, cohort, monkeypatch):
    monkeypatch.setattr("guildhall.programs.queries.memberships.FEW", 0)
    monkeypatch.setattr("guildhall.programs.queries.answer_facts.FEW", 0)
    enrollments = [make_enrollment(cohort, person) for person in (world.noor, world.tomas)]
    NeverPair.objects.create(person=world.noor, other=world.gwen, said_at=NOW)
    facts = facts_of(enrollments, OWN)
    assert facts[enrollments[0].pk]["never_with"] == (str(world.gwen.pk),)
    assert facts[enrollments[0].pk]["manager_ids"] == (str(world.milo.pk),)
    assert "never_with" not in facts[enrollments[1].pk]


def test_fields_of_criteria_read_files_by_kind(world, cohort):
    noor = make_enrollment(
        cohort,
        world.noor,
        details={"Grade": "7", "Languages": "French; German", "Goals": "Coaching (4); Budgets"},
    )
    gwen = make_enrollment(cohort, world.gwen, Side.GUIDE, details={"Level": "many"})
    fields = {
        "grade": {"label": "Grade", "kind": "number", "guide": "Level", "learner": "Grade"},
        "speaks": {"label": "Languages", "kind": "list", "learner": "detail:Languages"},
        "goals": {"label": "Goals", "kind": "skills", "learner": "Goals"},
        "organization": {"label": "Organization", "kind": "text"},
    }
    assert field_values([noor, gwen], fields) == {
        noor.pk: {
            "grade": 7.0,
            "speaks": ("French", "German"),
            "goals": {"Coaching": 4, "Budgets": 3},
            "organization": world.alder.name,
        },
        gwen.pk: {"organization": world.alder.name},
    }
