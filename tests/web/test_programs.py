"""Pages of programs and cohorts: the wizard, settings, questions, people."""

from datetime import date

import pytest
from django.urls import reverse

from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.enrollments import mark_waiting
from guildhall.programs.actions.joining import open_join_link
from guildhall.programs.actions.roles import grant_program_role
from guildhall.programs.models import Cohort, JoinLink, Program
from guildhall.programs.plan import read_plan
from guildhall.programs.queries.cohort_people import waiting_list
from guildhall.programs.queries.lists import cohort_counts
from guildhall.programs.queries.stages import stage_of
from tests.programs.factories import make_cohort, make_enrollment, make_people, make_program
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")
KEY = "formal-mentoring-6"


@pytest.fixture
def program(world):
    return make_program(world.alder)


@pytest.fixture
def cohort(program):
    return make_cohort(program)


def details(world, **more):
    return {
        "organization": world.alder.pk,
        "name": "Spring mentoring",
        "summary": "For new nurses.",
        "cohort-name": "Spring 2027",
        "cohort-starts_on": "2027-02-01",
        "cohort-applications_close_on": "2027-01-10",
        "way": "open",
        "organizations": [world.alder.pk],
        "sides": ["learner"],
        "learner_stages": ["early"],
        "words-guide": "guide",
        "words-guides": "guides",
        "words-learner": "newcomer",
        "words-learners": "newcomers",
        "words-meeting": "talk",
        "words-meetings": "talks",
        **more,
    }


def text_of(response):
    return " ".join(response.content.decode().split())


def test_a_link_may_carry_the_template(sign_in):
    response = sign_in("maren").get(reverse("program_new"), {"template": KEY})
    assert response.headers["Location"] == reverse("program_details", args=[KEY])


def test_the_wizard_shows_what_it_would_make_and_keeps_nothing(world, sign_in):
    response = sign_in("maren").post(reverse("program_preview", args=[KEY]), details(world))
    page = text_of(response)
    assert response.status_code == 200
    assert "As a newcomer will see it" in page
    assert "Feb 1, 2027" in page
    assert "What do you hope will be different for you at the end?" in page
    assert '<input type="hidden" name="words-learner" value="newcomer">' in page
    assert not Program.objects.exists()
    as_guide = sign_in("maren").post(
        reverse("program_preview", args=[KEY]), {**details(world), "as": "guide"}
    )
    assert "With what could you help somebody?" in text_of(as_guide)


def test_the_last_step_makes_program_and_cohort(world, sign_in):
    response = sign_in("maren").post(reverse("program_creation", args=[KEY]), details(world))
    program = Program.objects.get()
    assert (response.status_code, response.headers["Location"]) == (
        303,
        reverse("program", args=[program.pk]),
    )
    assert (program.name, program.word("learner", plural=True)) == ("Spring mentoring", "newcomers")
    assert program.eligibility == {
        "organizations": [world.alder.pk],
        "sites": [],
        "units": [],
        "sides": ["learner"],
        "career_stages": {"learner": ["early"]},
    }
    cohort = program.cohorts.get()
    assert (cohort.starts_on, cohort.ends_on) == (date(2027, 2, 1), date(2027, 7, 31))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"cohort-starts_on": "2027-01-01"}, "This date must not be before 2027-01-10."),
        ({"organizations": []}, "Choose whose members may join."),
        ({"words-guide": ""}, "This field is required."),
    ],
)
def test_the_wizard_says_what_to_mend_and_makes_nothing(world, sign_in, wrong, words):
    response = sign_in("maren").post(
        reverse("program_creation", args=[KEY]), details(world, **wrong)
    )
    assert response.status_code == 422
    assert words in text_of(response)
    assert not Program.objects.exists()


def test_an_organization_of_others_is_not_chosen(world, sign_in):
    sign_in("maren").post(
        reverse("program_creation", args=[KEY]), details(world, organization=world.calder.pk)
    )
    assert Program.objects.get().organization == world.alder


def test_settings_change_words_and_rhythm(world, sign_in, program):
    client = sign_in("maren")
    url = reverse("program_settings", args=[program.pk])
    assert client.get(url).status_code == 200
    given = {
        "name": "Renamed",
        "summary": "",
        "way": "invited",
        **{f"words-{key}": word for key, word in program.plan["words"].items()},
        "words-guide": "sponsor",
        "plan-every_days": 7,
        "plan-minutes": 30,
        "plan-learners_per_guide": 2,
        "plan-most_learners_per_guide": 3,
        "plan-guides_per_learner": 1,
        "plan-acceptance_days": 5,
        "plan-privacy": "It stays between you.",
    }
    assert client.post(url, given).status_code == 303
    program.refresh_from_db()
    plan = read_plan(program.plan)
    assert (program.name, plan.words.guide, plan.cadence.minutes) == ("Renamed", "sponsor", 30)
    assert plan.cadence.minimum_meetings == read_plan(program.plan).cadence.minimum_meetings
    assert (plan.capacity.learners_per_guide, plan.acceptance_days) == (2, 5)
    assert plan.guide_screening is not None
    assert not plan.guide_screening.is_required
    program.partners.add(world.calder)
    assert client.post(url, given).status_code == 303
    assert list(program.partners.all()) == [world.calder]
    wrong = client.post(url, {**given, "plan-learners_per_guide": 4})
    assert (wrong.status_code, "must not be below" in text_of(wrong)) == (422, True)


def test_archive_and_back(sign_in, program):
    client = sign_in("maren")
    client.post(reverse("program_archive", args=[program.pk]))
    page = text_of(client.get(reverse("program", args=[program.pk])))
    assert "In the archive since Nov 16, 2026." in page
    assert "Bring it back" in page
    assert program.name not in text_of(client.get(reverse("programs")))
    assert program.name in text_of(client.get(reverse("programs"), {"show": "archive"}))
    client.post(reverse("program_restoration", args=[program.pk]))
    program.refresh_from_db()
    assert program.archived_at is None


def test_duplicate_asks_for_another_name(sign_in, program):
    client, url = sign_in("maren"), reverse("program_copy", args=[program.pk])
    assert client.post(url, {"name": program.name}).status_code == 422
    assert client.post(url, {"name": "Again"}).status_code == 303
    assert Program.objects.filter(name="Again").exists()


def test_roles_by_address(world, sign_in, program):
    client, url = sign_in("maren"), reverse("program_roles", args=[program.pk])
    wrong = client.post(url, {"email": "olga@calder.example", "role": "viewer"})
    assert "Nobody here has this address." in text_of(wrong)
    client.post(url, {"email": "gwen@alderbay.example", "role": "coordinator"})
    assert world.actor("gwen").holds("program", program.pk, "coordinator")
    assert sign_in("gwen").get(reverse("program_settings", args=[program.pk])).status_code == 200
    grant = program.grants.get()
    client.post(reverse("program_role_end", args=[grant.pk]))
    assert sign_in("gwen").get(reverse("program", args=[program.pk])).status_code == 404


def test_questions_are_added_moved_changed_and_retired(sign_in, program):
    client = sign_in("maren")
    new = reverse("question_new", args=[program.pk, "learner"])
    wrong = client.post(new, {"label": "Which?", "type": "choice", "options": "One"})
    assert (wrong.status_code, "at least two answers" in text_of(wrong)) == (422, True)
    given = {"label": "Which town?", "type": "choice", "options": "Leeds\nYork\n\nLeeds"}
    assert client.post(new, given).status_code == 303
    question = program.learner_questions.questions.get(key="which_town")
    assert question.settings == {
        "options": [{"key": "leeds", "label": "Leeds"}, {"key": "york", "label": "York"}]
    }
    client.post(reverse("question_position", args=[question.pk]), {"to": "earlier"})
    order = program.learner_questions.questions.values_list("key", flat=True)
    assert list(order)[-2] == "which_town"
    edit = reverse("question", args=[question.pk])
    client.post(edit, {**given, "options": "York\nHull", "is_required": "on"})
    question.refresh_from_db()
    assert question.is_required
    assert [row["key"] for row in question.settings["options"]] == ["york", "hull"]
    client.post(reverse("question_retirement", args=[question.pk]))
    assert not program.learner_questions.questions.filter(key="which_town").exists()


def test_a_change_of_words_keeps_what_a_question_maps_to(sign_in, program):
    question = program.learner_questions.questions.get(key="career_stage")
    edit = reverse("question", args=[question.pk])
    assert sign_in("maren").get(edit).status_code == 200
    sign_in("maren").post(edit, {"label": "Which stage?", "type": "choice"})
    question.refresh_from_db()
    assert question.settings == {"options_from": "career_stages", "maps_to": "career_stage"}


def test_a_cohort_is_opened_and_changed(sign_in, program):
    client = sign_in("maren")
    new = reverse("cohort_new", args=[program.pk])
    wrong = client.post(new, {"name": "X", "starts_on": "2027-02-01", "ends_on": "2027-01-01"})
    assert wrong.status_code == 422
    client.post(new, {"name": "Spring 2027", "starts_on": "2027-02-01"})
    cohort = Cohort.objects.get()
    edit = reverse("cohort_settings", args=[cohort.pk])
    assert "2027-02-01" in text_of(client.get(edit))
    client.post(edit, {"name": "Spring", "starts_on": "2027-02-01", "ends_on": "2027-08-01"})
    cohort.refresh_from_db()
    assert (cohort.name, cohort.ends_on) == ("Spring", date(2027, 8, 1))


def test_invitations_go_out_or_name_the_line(sign_in, cohort):
    client, url = sign_in("maren"), reverse("cohort_invitations", args=[cohort.pk])
    wrong = client.post(url, {"side": "guide", "emails": "gwen@alderbay.example\nnonsense"})
    assert (wrong.status_code, "line 2" in text_of(wrong)) == (422, True)
    client.post(url, {"side": "guide", "emails": "gwen@alderbay.example, omar@alderbay.example"})
    assert cohort.enrollments.filter(side="guide", state="draft").count() == 2


def test_members_are_added_directly(world, sign_in, cohort):
    client, url = sign_in("maren"), reverse("cohort_members", args=[cohort.pk])
    page = text_of(client.get(url, {"q": "gwen", "side": "guide"}))
    assert "Gwen Castellan" in page
    assert "Omar Haddad" not in page
    assert client.post(url, {"side": "guide"}).status_code == 422
    client.post(url, {"side": "guide", "person": [world.gwen.pk, world.olga.pk]})
    row = cohort.enrollments.get()
    assert (row.person, row.side, row.state) == (world.gwen, "guide", "approved")
    assert "Gwen Castellan" not in text_of(client.get(url, {"side": "guide"}))


def test_a_link_has_a_code_and_closes(sign_in, cohort):
    client, url = sign_in("maren"), reverse("join_links", args=[cohort.pk])
    client.post(url, {"side": "learner", "admits_newcomers": "on"})
    link = JoinLink.objects.get()
    assert link.admits_newcomers
    assert f"/join/{link.token}/" in text_of(client.get(url))
    code = client.get(reverse("join_link_code", args=[link.pk]))
    assert code.headers["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<svg")
    client.post(reverse("join_link_closure", args=[link.pk]))
    assert "One link is closed." in text_of(client.get(url))


def test_who_runs_only_the_program_is_not_offered_newcomers(world, sign_in, program, cohort):
    grant_program_role(program=program, person=world.gwen, role="coordinator", by=SYSTEM, at=NOW)
    url = reverse("join_links", args=[cohort.pk])
    assert "admits_newcomers" in text_of(sign_in("maren").get(url))
    assert "admits_newcomers" not in text_of(sign_in("gwen").get(url))


def test_people_are_narrowed_and_the_waiting_list_has_its_order(world, sign_in, cohort):
    rows = [make_enrollment(cohort, person) for person in (world.noor, world.tomas, world.milo)]
    make_enrollment(cohort, world.gwen, "guide")
    mark_waiting(enrollments=[rows[2]], at=NOW)
    client, url = sign_in("maren"), reverse("cohort", args=[cohort.pk])
    only_guides = text_of(client.get(url, {"side": "guide"}))
    assert "Gwen Castellan" in only_guides
    assert "Noor Rahimi" not in only_guides
    assert "Tomas Weber" in text_of(client.get(url, {"q": "web tom"}))
    assert "Nobody fits these filters" in text_of(client.get(url, {"q": "zzz"}))
    waiting = waiting_list(cohort.enrollments.filter(side="learner"))
    assert [row.person.given_name for row in waiting] == ["Milo", "Noor", "Tomas"]


def test_partners_and_screeners_see_their_part(world, sign_in, program, cohort):
    program.partners.add(world.calder)
    make_enrollment(cohort, world.olga)
    make_enrollment(cohort, world.noor)
    url = reverse("cohort", args=[cohort.pk])
    page = text_of(sign_in("olga").get(url))
    assert "Olga Berg" in page
    assert "Noor Rahimi" not in page
    assert cohort_counts(world.actor("olga"), cohort).learners == 1
    assert cohort_counts(world.actor("maren"), cohort).learners == 2
    grant_program_role(program=program, person=world.omar, role="screener", by=SYSTEM, at=NOW)
    assert "Noor Rahimi" not in text_of(sign_in("omar").get(url))


@pytest.mark.parametrize("name", ["programs", "program", "cohort"])
def test_lists_cost_the_same_for_many(
    world, sign_in, program, cohort, name, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in("maren")
    url = reverse(name, args={"programs": [], "program": [program.pk]}.get(name, [cohort.pk]))
    make_enrollment(cohort, world.noor)
    client.get(url)
    with django_assert_max_num_queries(40) as few:
        client.get(url)
    for number, person in enumerate(make_people(world.alder, 5)):
        make_enrollment(cohort, person)
        make_cohort(make_program(world.alder, f"Program {number}"))
        make_cohort(program, f"Cohort {number}")
    with django_assert_num_queries(len(few)):
        client.get(url)


@pytest.mark.parametrize(
    ("today", "words", "done"),
    [
        (date(2026, 12, 1), "People are joining", 0),
        (date(2027, 1, 15), "Matching", 0),
        (date(2027, 2, 1), "Begin", 1),
        (date(2027, 7, 31), "Close well", 4),
        (date(2027, 8, 1), "Ended", 5),
    ],
)
def test_where_a_cohort_stands(program, today, words, done):
    cohort = make_cohort(
        program,
        applications_close_on=date(2027, 1, 10),
        matches_promised_on=date(2027, 1, 20),
        starts_on=date(2027, 2, 1),
    )
    stage = stage_of(cohort, read_plan(program.plan), today=today)
    assert (stage.words, stage.done, stage.total) == (words, done, 5)


def test_the_next_step_follows_what_waits(world, sign_in, program):
    client, url = sign_in("maren"), reverse("program", args=[program.pk])
    assert "Open the first cohort." in text_of(client.get(url))
    cohort = make_cohort(program)
    open_join_link(cohort=cohort, side="learner", by=SYSTEM, at=NOW)
    assert "Bring people into Spring 2027." in text_of(client.get(url))
    make_enrollment(cohort, world.gwen, "guide")
    make_enrollment(cohort, world.noor)
    assert "1 person in Spring 2027 waits for a match." in text_of(client.get(url))
    row = make_enrollment(cohort, world.tomas)
    cohort.enrollments.filter(pk=row.pk).update(state="screening")
    assert "One application waits in Spring 2027." in text_of(client.get(url))
    assert "One application waits" not in text_of(sign_in("vera").get(url))
