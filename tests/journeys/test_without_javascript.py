"""What people need to do works where no script runs: a locked-down ward computer, an old phone."""

import re

import pytest
from playwright.sync_api import expect

from guildhall.competencies.actions.vocabulary import load_vocabulary
from guildhall.core import clock
from guildhall.programs.models import Enrollment
from guildhall.questions.actions.sets import add_question
from guildhall.questions.queries.answers import stored_answers
from guildhall.questions.specs import QuestionSpec
from guildhall.questions.states import QuestionType
from tests.matching.factories import cohort_of, guide, learner, preceptorship
from tests.programs.factories import make_cohort, make_program
from tests.relationships.factories import make_pair

# What a template's questions leave out.
MORE = [
    QuestionSpec("nickname", "short_text", "What do people call you?"),
    QuestionSpec("since", "date", "Since when are you here?"),
    QuestionSpec("proof", "file", "Your certificate?"),
]


@pytest.fixture
def cohort(world):
    load_vocabulary()
    program = make_program(world.alder, eligibility={"organizations": [world.alder.pk]})
    for spec in MORE:
        add_question(program.learner_questions, spec)
    return make_cohort(program)


@pytest.fixture
def pair(world):
    cohort = cohort_of(preceptorship(world.alder))
    return make_pair(guide(cohort, world.gwen), learner(cohort, world.noor), at=clock.now())


def test_applying_with_every_kind_of_question(walk, world, cohort):
    asked = {question.type for question in cohort.program.learner_questions.questions.all()}
    assert asked == set(QuestionType.values)
    page = walk(world.noor.account, path=f"/offers/{cohort.pk}/learner/", scripts=False)
    page.get_by_role("button", name="Begin").click()

    page.get_by_label("Skill 1", exact=True).fill("Triage")
    page.get_by_label("Level of skill 1").select_option("3")
    page.locator("[name=hopes]").fill("To lead a shift with calm.")
    page.locator("[name=career_stage][value=early]").check()
    page.locator("[name=years_of_experience]").fill("1")
    page.locator("[name=values][value=learning]").check()
    page.locator("[name=structure][value='4']").check()
    page.locator("[name=languages]").first.fill("English")
    page.locator("[name=time_zone]").select_option("Europe/Paris")
    page.locator("[name=meeting_mode][value=video]").check()
    page.get_by_label("Day of time 1").select_option("workdays")
    page.get_by_label("Start of time 1").fill("12:00")
    page.get_by_label("End of time 1").fill("13:00")
    page.locator("[name=never_with]").first.fill("Omar Haddad")
    page.locator("[name=nickname]").fill("Noor")
    page.locator("[name=since]").fill("2024-05-01")
    page.set_input_files(
        "[name=proof]", {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    for name, value in (("next", 2), ("focus", 1), ("clear", 3)):
        page.locator(f"[name^=before-][name$={name}][value='{value}']").check()
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_text("Mondays to Fridays noon–1 pm")).to_be_visible()
    expect(page.get_by_text("May 1, 2024")).to_be_visible()
    expect(page.get_by_text("cv.pdf")).to_be_visible()

    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(cohort.program.name)
    enrollment = Enrollment.objects.get(cohort=cohort, person=world.noor)
    answers = stored_answers(enrollment.response)
    assert enrollment.state == "approved"
    assert answers["availability"] == [[day, 720, 780] for day in range(5)]
    assert set(answers) >= {"skills_wanted", "proof", "since", "never_with", "structure"}


def test_logging_a_meeting_and_ending_the_pair(walk, world, pair):
    page = walk(world.noor.account, path=f"/relationships/{pair.pk}/", scripts=False)
    page.locator("summary").filter(has_text="We met").click()
    page.get_by_label(re.compile("minutes", re.I)).first.fill("45")
    page.get_by_role("button", name="Log that we met").click()
    expect(page.get_by_text("You met, 45 minutes")).to_be_visible()

    page.get_by_role("link", name=re.compile("^Change or end this")).click()
    page.get_by_role("link", name="Leave, in two steps").click()
    page.get_by_text("Leave it at that").first.click()
    page.get_by_role("button", name="Read what will happen").click()
    page.get_by_role("button", name="Leave", exact=True).click()
    pair.refresh_from_db()
    assert pair.state == "closed"


def test_settings(walk, world):
    page = walk(world.ada.account, path=f"/settings/organization/{world.alder.pk}/", scripts=False)
    page.get_by_label("New site").fill("Hill campus")
    page.get_by_role("button", name="Add site").click()
    expect(page.get_by_text("Hill campus")).to_be_visible()
    assert world.alder.sites.get().name == "Hill campus"
    page.get_by_text(world.ada.name).first.click()
    expect(page.get_by_role("button", name="Sign out").first).to_be_visible()


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_searching(walk, world, size):
    page = walk(world.maren.account, scripts=False, size=size)
    field = page.get_by_role("searchbox").first
    if size == "phone":
        page.get_by_role("link", name=re.compile("^Find|^Search")).first.click()
        field = page.get_by_role("main").get_by_role("searchbox")
    field.fill("Omar")
    field.press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile("Omar Haddad")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Omar Haddad")


def test_choosing_what_comes_by_mail(walk, world):
    page = walk(world.noor.account, path="/settings/", scripts=False)
    page.get_by_role("link", name=re.compile("^Notifications")).click()
    toggle = page.get_by_label("You wait for a match")
    expect(toggle).to_be_checked()
    toggle.uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("You wait for a match")).not_to_be_checked()


def test_a_menu_and_a_filter(walk, world):
    page = walk(world.maren.account, path="/people/", scripts=False)
    page.get_by_label(re.compile("^(Search by name|Name)")).first.fill("Gwen")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("main").get_by_text("Gwen Castellan")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Omar Haddad")).to_have_count(0)
