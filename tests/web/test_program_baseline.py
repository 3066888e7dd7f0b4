"""Where people begin: what a program means to change, asked on a scale that it words itself."""

import pytest
from django.urls import reverse

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible
from guildhall.programs.actions.applications import save_application, start_application
from guildhall.programs.actions.programs import duplicate_program
from guildhall.programs.actions.questions import (
    MOST_BASELINE,
    add_program_question,
    change_program_question,
    move_program_question,
    retire_program_question,
)
from guildhall.programs.queries.applications import application_of, asked_questions
from guildhall.questions.specs import QuestionSpec
from tests.programs.factories import make_cohort, make_program
from tests.world import NOW

pytestmark = pytest.mark.usefixtures("held_clock")
GIVEN = {
    "label": "How safe do you feel at night?",
    "construct": "confidence",
    "asked_of": "learner",
    "is_required": "on",
    "anchor_1": "Not at all",
    "anchor_5": "Wholly",
}


@pytest.fixture
def program(world):
    return make_program(world.alder, eligibility={"organizations": [world.alder.pk]})


@pytest.fixture
def url(program):
    return reverse("program_questions", args=[program.pk, "baseline"])


def labels(program):
    return [row.label for row in asked_questions(program.baseline_questions)]


def spec(label="New?", **settings):
    return QuestionSpec(
        "",
        settings.pop("type", "scale"),
        label,
        settings={
            "min": 1,
            "max": 5,
            "anchors": {"1": "No", "5": "Yes"},
            "asked_of": "both",
            "construct": "goals",
            **settings,
        },
    )


def test_questions_are_added_moved_and_retired(sign_in, program, url):
    client = sign_in("maren")
    before = labels(program)
    page = client.get(url)
    for words in (*before, "Confidence", "At most 8 questions"):
        assert words in page.text
    assert url in client.get(reverse("program_questions", args=[program.pk, "guide"])).text
    assert url in client.get(reverse("program_settings", args=[program.pk])).text
    new = reverse("question_new", args=[program.pk, "baseline"])
    assert "What 1 means" in client.get(new).text
    assert client.post(new, GIVEN)["Location"] == url
    assert labels(program) == [*before, GIVEN["label"]]
    row = asked_questions(program.baseline_questions)[-1]
    assert (row.type, row.is_required, row.settings) == (
        "scale",
        True,
        {
            "min": 1,
            "max": 5,
            "anchors": {"1": "Not at all", "5": "Wholly"},
            "asked_of": "learner",
            "construct": "confidence",
        },
    )
    client.post(reverse("question_position", args=[row.pk]), {"to": "earlier"})
    assert labels(program).index(GIVEN["label"]) == len(before) - 1
    client.post(reverse("question_retirement", args=[row.pk]))
    assert labels(program) == before
    assert Event.objects.filter(kind="question_changed", subject_id=program.pk).count() == 3


def test_an_open_form_refuses_what_is_missing(sign_in, program, url):
    client = sign_in("maren")
    new = reverse("question_new", args=[program.pk, "baseline"])
    page = client.post(new, {**GIVEN, "anchor_5": "", "construct": "shoe size"})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"anchor_5", "construct"}


def test_who_answered_keeps_the_question_that_they_answered(world, sign_in, program):
    cohort = make_cohort(program)
    noor = world.actor("noor")
    early = start_application(cohort=cohort, person=world.noor, side="learner", by=noor, at=NOW)
    question = application_of(early).baseline.questions[0]
    save_application(enrollment=early, values={}, baseline={question.key: 2}, by=noor, at=NOW)
    client = sign_in("maren")
    form = reverse("question", args=[question.pk])
    assert "It has been answered." in client.get(form).text
    answer = client.post(form, {**GIVEN, "label": "And today?"})
    assert answer.status_code == 303
    question.refresh_from_db()
    assert question.retired_at == NOW
    assert question.answers.count() == 1
    version = asked_questions(program.baseline_questions)[0]
    assert (version.key, version.label) == (question.key, "And today?")
    assert version.pk != question.pk
    # One that nobody has answered changes in place.
    client.post(reverse("question", args=[version.pk]), {**GIVEN, "label": "And tonight?"})
    version.refresh_from_db()
    assert (version.label, version.retired_at) == ("And tonight?", None)


def test_each_side_is_asked_what_is_meant_for_it(world, program):
    by = world.actor("maren")
    for side in ("guide", "learner", "both"):
        add_program_question(
            program=program, part="baseline", spec=spec(side, asked_of=side), by=by, at=NOW
        )
    cohort = make_cohort(program)
    for name, side, asked in (("noor", "learner", "learner"), ("gwen", "guide", "guide")):
        enrollment = start_application(
            cohort=cohort,
            person=getattr(world, name),
            side=side,
            by=world.actor(name),
            at=NOW,
        )
        shown = {row.label for row in application_of(enrollment).baseline.questions}
        assert shown & {"guide", "learner", "both"} == {asked, "both"}
    twin = duplicate_program(program=program, name="Twin", by=by, at=NOW)
    assert labels(twin) == labels(program)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"type": "long_text"}, "type"),
        ({"max": 7}, "type"),
        ({"construct": "luck"}, "construct"),
        ({"asked_of": "nobody"}, "asked_of"),
        ({"anchors": {"1": "No"}}, "anchor_5"),
    ],
)
def test_what_cannot_be_compared_is_refused(world, program, changed, field):
    by = world.actor("maren")
    with pytest.raises(InvalidInput) as refused:
        add_program_question(program=program, part="baseline", spec=spec(**changed), by=by, at=NOW)
    assert set(refused.value.problems) == {field}
    row = asked_questions(program.baseline_questions)[0]
    with pytest.raises(InvalidInput):
        change_program_question(program=program, question=row, spec=spec(**changed), by=by, at=NOW)


def test_few_questions_are_enough(world, sign_in, program):
    by = world.actor("maren")
    for number in range(len(labels(program)), MOST_BASELINE):
        add_program_question(
            program=program, part="baseline", spec=spec(f"Number {number}?"), by=by, at=NOW
        )
    new = reverse("question_new", args=[program.pk, "baseline"])
    page = sign_in("maren").post(new, GIVEN)
    assert page.status_code == 422
    assert "8 questions are enough for a beginning." in page.text
    assert len(labels(program)) == MOST_BASELINE


def test_who_may(world, sign_in, program, url):
    row = asked_questions(program.baseline_questions)[0]
    for name, error in (("vera", NotAllowed), ("olga", NotVisible), ("noor", NotVisible)):
        by = world.actor(name)
        with pytest.raises(error):
            add_program_question(program=program, part="baseline", spec=spec(), by=by, at=NOW)
        with pytest.raises(error):
            move_program_question(program=program, question=row, steps=1, by=by, at=NOW)
        with pytest.raises(error):
            retire_program_question(program=program, question=row, by=by, at=NOW)
    for name, status in (("vera", 403), ("olga", 404), ("maren", 200)):
        assert sign_in(name).get(url).status_code == status
        assert sign_in(name).get(reverse("question", args=[row.pk])).status_code == status
    assert sign_in("maren").get(url.replace("baseline", "nothing")).status_code == 404
