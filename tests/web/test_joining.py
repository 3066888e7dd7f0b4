"""Coming into a program in the browser's words: offers, links, the application, one's place."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from guildhall.accounts.models import Account
from guildhall.competencies.actions.vocabulary import load_vocabulary
from guildhall.directory.models import Person
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.enrollments import mark_matched
from guildhall.programs.actions.joining import close_join_link, invite_people, open_join_link
from guildhall.programs.actions.nominations import nominate
from guildhall.programs.models import Enrollment, Nomination, ProgramGrant
from guildhall.questions.actions.sets import add_question
from guildhall.questions.queries.answers import stored_answers
from guildhall.questions.specs import QuestionSpec
from guildhall.web.account.adapter import JOINING
from tests.programs.factories import make_cohort, make_enrollment, make_program
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")
BASELINE = {
    "before-confidence_next": "2",
    "before-competence_focus": "1",
    "before-goals_clear": "3",
}
ANSWERS = {
    "skills_wanted": ["ESI", ""],
    "skills_wanted-level": ["3", ""],
    "hopes": "To lead a shift with calm.",
    "career_stage": "early",
    "years_of_experience": "1",
    "values": ["learning"],
    "structure": "4",
    "languages": ["English", "Persian", ""],
    "time_zone": "Europe/Paris",
    "meeting_mode": ["video"],
    "availability": ["workdays", ""],
    "availability-from": ["12:00", ""],
    "availability-to": ["13:00", ""],
    "interests": ["Chess"],
    "never_with": ["Omar Haddad"],
    **BASELINE,
}


@pytest.fixture
def program(world):
    load_vocabulary()
    return make_program(world.alder, eligibility={"organizations": [world.alder.pk]})


@pytest.fixture
def cohort(program):
    return make_cohort(program, applications_close_on=date(2027, 1, 10))


@pytest.fixture
def link(cohort):
    return open_join_link(cohort=cohort, side="learner", by=SYSTEM, at=NOW)


def text_of(response):
    return " ".join(response.content.decode().split())


def begin(client, cohort, side="learner"):
    client.post(reverse("offer_application", args=[cohort.pk, side]))
    return Enrollment.objects.get(cohort=cohort, side=side)


def test_an_offer_says_what_it_asks_before_anything_is_answered(sign_in, cohort):
    client = sign_in("noor")
    page = text_of(client.get(reverse("offers")))
    assert "As a mentor" in page
    assert "60 minutes every 3 weeks, for 6 months" in page
    page = text_of(client.get(reverse("offer", args=[cohort.pk, "learner"])))
    assert "15 questions, about 8 minutes" in page
    assert "Next step · by Jan 10, 2027" in page
    assert "Only you and the matcher" in page


def test_all_the_way_in(world, sign_in, cohort):
    client = sign_in("noor")
    enrollment = begin(client, cohort)
    url = reverse("application", args=[enrollment.pk])
    response = client.post(url, {**ANSWERS, "then": "review"})
    assert (response.status_code, response.headers["Location"]) == (
        303,
        reverse("application_review", args=[enrollment.pk]),
    )
    page = text_of(client.get(response.headers["Location"]))
    for words in ("Triage, level 3", "Mondays to Fridays noon–1 pm", "Persian", "Omar Haddad"):
        assert words in page
    response = client.post(reverse("application_submission", args=[enrollment.pk]))
    assert response.headers["Location"] == reverse("enrollment", args=[enrollment.pk])
    enrollment.refresh_from_db()
    assert enrollment.state == "approved"
    world.noor.refresh_from_db()
    assert world.noor.time_zone == "Europe/Paris"
    page = text_of(client.get(response.headers["Location"]))
    assert "To lead a shift with calm." in page
    assert "Nothing to do for now." in page
    staff = text_of(sign_in("maren").get(response.headers["Location"]))
    assert "To lead a shift with calm." in staff
    assert "Omar Haddad" not in staff


def test_a_draft_keeps_what_is_right_and_says_what_is_not(sign_in, cohort):
    client = sign_in("noor")
    enrollment = begin(client, cohort)
    url = reverse("application", args=[enrollment.pk])
    wrong = {
        **ANSWERS,
        "skills_wanted": ["Triag", ""],
        "years_of_experience": "many",
        "availability": ["0"],
        "availability-from": ["13:00"],
        "availability-to": ["12:00"],
        "never_with": ["Somebody Else"],
        "before-goals_clear": "9",
    }
    response = client.post(url, wrong)
    page = text_of(response)
    assert response.status_code == 422
    assert "“Triag” is not on the list. Did you mean “Triage”?" in page
    assert "“many” is not a whole number. Write one, such as 3." in page
    assert "Each time must start before it ends, within one day." in page
    assert "Nobody here is called “Somebody Else”." in page
    assert "Give a number from 1 to 5." in page
    assert 'value="Triag"' in page
    kept = stored_answers(enrollment.response)
    assert kept["hopes"] == "To lead a shift with calm."
    assert "years_of_experience" not in kept
    assert stored_answers(enrollment.baseline) == {"confidence_next": 2, "competence_focus": 1}


def test_half_done_is_kept_and_the_open_rest_is_named(sign_in, cohort):
    client = sign_in("noor")
    enrollment = begin(client, cohort)
    url = reverse("application", args=[enrollment.pk])
    response = client.post(url, {"hopes": "Calm.", "then": "later"})
    assert (response.status_code, response.headers["Location"]) == (303, url)
    # Only the time zone is known from the profile.
    assert "2 of 15 answered, 1 of them from your profile" in text_of(client.get(url))
    review = text_of(client.get(reverse("application_review", args=[enrollment.pk])))
    assert "Still needed" in review
    refused = client.post(reverse("application_submission", args=[enrollment.pk]))
    assert refused.status_code == 422
    assert "Some answers are still needed before you hand it in." in text_of(refused)
    assert Enrollment.objects.get().state == "draft"


def test_what_the_profile_knows_is_filled_in(world, sign_in, cohort, program):
    client = sign_in("noor")
    first = begin(client, cohort)
    client.post(reverse("application", args=[first.pk]), ANSWERS)
    client.post(reverse("application_submission", args=[first.pk]))
    other = make_cohort(make_program(world.alder, "Another", eligibility=program.eligibility))
    again = begin(client, other)
    page = text_of(client.get(reverse("application", args=[again.pk])))
    assert 'value="Triage"' in page
    assert 'value="Persian"' in page
    assert 'value="Omar Haddad"' in page
    assert 'value="12:00"' in page
    assert "From your profile" in page


def test_a_file_is_handed_in_and_only_downloaded(world, sign_in, cohort, program):
    add_question(program.learner_questions, QuestionSpec("proof", "file", "Your certificate?"))
    client = sign_in("noor")
    enrollment = begin(client, cohort)
    url = reverse("application", args=[enrollment.pk])
    bad = SimpleUploadedFile("cv.exe", b"MZ")
    assert "This kind of file cannot be taken." in text_of(client.post(url, {"proof": bad}))
    client.post(url, {**ANSWERS, "proof": SimpleUploadedFile("my cv.pdf", b"one")})
    # Saving again without a file keeps the one that is there.
    client.post(url, ANSWERS)
    answer = enrollment.response.answers.get(question__key="proof")
    download = reverse("answer_file", args=[answer.pk])
    assert sign_in("maren").get(download).status_code == 404
    client.post(reverse("application_submission", args=[enrollment.pk]))
    Enrollment.objects.update(state="screening")
    application_page = reverse("screening_application", args=[enrollment.pk])
    ProgramGrant.objects.create(program=program, person=world.omar, role="screener", granted_at=NOW)
    for name, page in (
        ("noor", url.replace("application/", "")),
        ("maren", application_page),
        ("omar", application_page),
    ):
        shown = sign_in(name).get(page)
        assert shown.status_code == 200
        assert download in shown.text
        assert sign_in(name).get(download).content == b"one"
    for name in ("vera", "olga", "milo"):
        assert sign_in(name).get(download).status_code == 404
    response = sign_in("maren").get(download)
    assert response.content == b"one"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"] == 'attachment; filename="my cv.pdf"'
    assert sign_in("gwen").get(download).status_code == 404


def test_withdraw_and_apply_again(sign_in, cohort):
    client = sign_in("noor")
    enrollment = begin(client, cohort)
    client.post(reverse("application", args=[enrollment.pk]), ANSWERS)
    client.post(reverse("application_submission", args=[enrollment.pk]))
    client.post(reverse("enrollment_withdrawal", args=[enrollment.pk]))
    page = text_of(client.get(reverse("enrollment", args=[enrollment.pk])))
    assert "You can apply again." in page
    assert begin(client, cohort).state == "draft"
    page = text_of(client.get(reverse("application", args=[enrollment.pk])))
    assert "To lead a shift with calm." in page


def test_who_is_matched_ends_the_pair_first(world, sign_in, cohort):
    row = make_enrollment(cohort, world.noor)
    mark_matched(enrollments=[row], at=NOW)
    client = sign_in("noor")
    page = text_of(client.get(reverse("enrollment", args=[row.pk])))
    assert "You have a match." in page
    assert reverse("enrollment_withdrawal", args=[row.pk]) not in page
    refused = client.post(reverse("enrollment_withdrawal", args=[row.pk]))
    assert refused.status_code == 409
    assert "End it on its own page first" in text_of(refused)


def test_staff_mark_what_is_met_and_change_places(world, sign_in, cohort):
    row = make_enrollment(cohort, world.gwen, "guide")
    client = sign_in("maren")
    need = row.prerequisites.get()
    client.post(reverse("prerequisite_state", args=[need.pk]), {"is_met": "yes"})
    page = text_of(client.get(reverse("enrollment", args=[row.pk])))
    assert "met on Nov 16, 2026, Maren Okafor" in page
    client.post(reverse("enrollment_places", args=[row.pk]), {"places": "4"})
    row.refresh_from_db()
    assert row.places == 4
    wrong = client.post(reverse("enrollment_places", args=[row.pk]), {"places": "many"})
    assert wrong.status_code == 422
    assert "Maren Okafor" not in text_of(sign_in("gwen").get(reverse("enrollment", args=[row.pk])))


def test_a_link_lets_a_stranger_make_an_account(link):
    client = Client()
    page = text_of(client.get(reverse("join", args=[link.token])))
    assert "Make an account" in page
    assert client.session[JOINING] == reverse("join", args=[link.token])
    assert Client().get(reverse("join", args=["nonsense"])).status_code == 404


def test_a_closed_link_says_so_and_opens_no_account(link):
    close_join_link(join_link=link, by=SYSTEM, at=NOW)
    client = Client()
    assert "This link is closed." in text_of(client.get(reverse("join", args=[link.token])))
    assert JOINING not in client.session


def newcomer_client():
    account = Account.objects.create(email="ida@example.org")
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_newcomer_comes_in_where_the_link_allows_it(world, cohort):
    link = open_join_link(cohort=cohort, side="learner", by=SYSTEM, at=NOW, admits_newcomers=True)
    client, url = newcomer_client(), reverse("join", args=[link.token])
    assert "Go on as a member of Alder Bay Teaching Hospital" in text_of(client.get(url))
    membership = reverse("join_membership", args=[link.token])
    assert client.post(membership, {"given_name": ""}).status_code == 422
    assert client.post(membership, {"given_name": "Ida"}).status_code == 303
    assert Person.objects.get(account__email="ida@example.org").given_name == "Ida"
    response = client.post(reverse("join_application", args=[link.token]))
    enrollment = Enrollment.objects.get()
    assert response.headers["Location"] == reverse("application", args=[enrollment.pk])
    assert (enrollment.person.given_name, enrollment.side) == ("Ida", "learner")


def test_a_newcomer_is_told_where_the_link_does_not(link):
    client = newcomer_client()
    page = text_of(client.get(reverse("join", args=[link.token])))
    assert "This address is not known here." in page
    response = client.post(reverse("join_membership", args=[link.token]), {"given_name": "Ida"})
    assert response.status_code == 403
    assert not Person.objects.filter(given_name="Ida").exists()


def test_an_invitation_waits_on_the_offers_page(world, sign_in, cohort):
    invite_people(
        cohort=cohort,
        side="guide",
        emails=["gwen@alderbay.example"],
        by=world.actor("maren"),
        at=NOW,
    )
    page = text_of(sign_in("gwen").get(reverse("offers")))
    assert "You are invited to Mentoring." in page


def test_a_nomination_is_read_and_answered(world, sign_in, cohort):
    url = reverse("nominations", args=[cohort.pk, "guide"])
    given = {"email": "omar@alderbay.example", "reason": "He listens first."}
    assert sign_in("gwen").post(url, given).status_code == 303
    again = sign_in("gwen").post(url, given)
    assert "You have nominated this person for this already." in text_of(again)
    nomination = Nomination.objects.get()
    page = text_of(sign_in("omar").get(reverse("nomination", args=[nomination.pk])))
    assert "Gwen Castellan thinks of you as a mentor." in page
    response = sign_in("omar").post(
        reverse("nomination_answer", args=[nomination.pk]), {"answer": "accept"}
    )
    assert response.headers["Location"] == reverse(
        "application", args=[Enrollment.objects.get().pk]
    )


def test_nominating_does_not_tell_who_works_here(world, sign_in, cohort):
    url = reverse("nominations", args=[cohort.pk, "guide"])
    make_enrollment(cohort, world.omar, "guide")
    for email in ("nobody@example.org", "omar@alderbay.example", "olga@calder.example"):
        response = sign_in("gwen").post(url, {"email": email, "reason": "Kind."})
        assert response.status_code == 303
    own = sign_in("gwen").post(url, {"email": "gwen@alderbay.example", "reason": "Me."})
    assert "This is you." in text_of(own)
    assert not Nomination.objects.exists()


def test_declining_a_nomination_ends_it(world, sign_in, cohort):
    nomination = nominate(
        cohort=cohort,
        side="guide",
        nominee=world.omar,
        reason="Kind.",
        by=world.actor("gwen"),
        at=NOW,
    )
    url = reverse("nomination_answer", args=[nomination.pk])
    declined = sign_in("omar").post(url, {"answer": "decline"})
    assert declined.headers["Location"] == reverse("offers")
    assert sign_in("omar").post(url, {"answer": "accept"}).status_code == 409


def test_the_offers_page_costs_the_same_for_many(
    world, sign_in, cohort, django_assert_max_num_queries, django_assert_num_queries
):
    client = sign_in("noor")
    begin(client, cohort)
    offers = reverse("offers")
    client.get(offers)
    with django_assert_max_num_queries(25) as few:
        client.get(offers)
    count = len(few)
    for number in range(4):
        other = make_program(
            world.alder, f"P{number}", eligibility={"organizations": [world.alder.pk]}
        )
        make_enrollment(make_cohort(other), world.noor)
    with django_assert_num_queries(count):
        client.get(offers)
