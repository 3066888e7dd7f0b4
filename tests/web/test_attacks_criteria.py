"""Attacks on match criteria: opening what was told in confidence, undoing a guard, bad texts."""

import json
from copy import deepcopy

import pytest

from guildhall.core.errors import InvalidInput
from guildhall.matching.confidence import require_confidence
from guildhall.matching.criteria import round_criteria, with_criteria
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.programs import create_program
from guildhall.programs.models import NeverPair
from guildhall.programs.template_files import load_templates
from guildhall.questions.actions.sets import add_question
from guildhall.questions.specs import QuestionSpec
from tests.matching.factories import solved, started
from tests.matching.hall import make_hall
from tests.web.studio_pages import address, text
from tests.world import NOW


@pytest.fixture
def hall(world):
    return make_hall(world)


@pytest.fixture
def draft(hall, held_clock):
    return solved(started(hall.cohort))


def handed_in(client, draft, criteria) -> int:
    """The status of the whole rules as text."""
    return client.post(address(draft, "criteria"), {"text": json.dumps(criteria)}).status_code


def spying(draft, field, *, kind="text", readable_by="coordinator"):
    """The draft's rules with one more field, and points for it."""
    criteria = deepcopy(draft.criteria)
    criteria["fields"]["spy"] = {
        "label": "Spy",
        "kind": kind,
        "readable_by": readable_by,
        "guide": field,
        "learner": field,
    }
    criteria["preferences"].append(
        {"id": "spy", "label": "Spy", "kind": "same", "field": "spy", "weight": 1}
    )
    return criteria


@pytest.mark.parametrize("readable_by", ["everyone", "pair", "coordinator", "nobody"])
def test_whom_somebody_avoids_is_read_by_nobody(sign_in, world, draft, readable_by):
    NeverPair.objects.create(person=world.noor, other=world.omar, said_at=NOW)
    criteria = spying(draft, "never_with", readable_by=readable_by)
    assert handed_in(sign_in("maren"), draft, criteria) == 422


@pytest.mark.parametrize("readable_by", ["everyone", "pair", "coordinator"])
def test_a_wish_about_identity_keeps_its_readers_under_any_name(sign_in, draft, readable_by):
    criteria = spying(draft, "identity", readable_by=readable_by)
    assert handed_in(sign_in("maren"), draft, criteria) == 422
    criteria = deepcopy(draft.criteria)
    criteria["fields"]["identity"]["readable_by"] = readable_by
    assert handed_in(sign_in("maren"), draft, criteria) == 422


def test_answers_stay_with_those_who_were_named_when_they_were_asked(sign_in, draft):
    program = draft.cohort.program
    for questions in (program.guide_questions, program.learner_questions):
        add_question(questions, QuestionSpec("faith", "short_text", "Your faith?"))
    maren = sign_in("maren")
    assert handed_in(maren, draft, spying(draft, "answer:faith", readable_by="pair")) == 422
    assert handed_in(maren, draft, spying(draft, "answer:faith")) == 303


def test_a_list_of_people_to_avoid_is_no_answer_like_others(sign_in, draft):
    spec = QuestionSpec("apart", "people_never", "Whom not?")
    add_question(draft.cohort.program.learner_questions, spec)
    assert handed_in(sign_in("maren"), draft, spying(draft, "answer:apart")) == 422


GUARD_UNDONE = {
    "another source": lambda c: c["fields"]["never_with"].update(guide="nothing", learner="none"),
    "another kind of rule": lambda c: c["rules"][1].update(kind="different"),
    "another field": lambda c: (
        c["fields"].update(
            empty={"label": "E", "kind": "ids", "readable_by": "nobody", "guide": "x"}
        ),
        c["rules"][1].update(field="empty"),
    ),
    "left out and emptied": lambda c: (
        c["rules"].pop(1),
        c["fields"]["never_with"].update(guide="nothing", learner="nothing"),
    ),
    "switched off": lambda c: c["rules"][1].update(enabled=False),
}


@pytest.mark.parametrize("how", GUARD_UNDONE)
def test_the_guard_cannot_be_hollowed_out(sign_in, draft, how):
    criteria = deepcopy(draft.criteria)
    GUARD_UNDONE[how](criteria)
    assert handed_in(sign_in("maren"), draft, criteria) == 422
    draft.refresh_from_db()
    assert draft.criteria["rules"][1]["field"] == "never_with"


def test_every_template_keeps_its_own_promises(world):
    """What the house ships can be changed and saved again in the studio."""
    for template in load_templates().values():
        program = create_program(
            organization=world.alder,
            template_key=template.key,
            name=template.key,
            by=SYSTEM,
            at=NOW,
        )
        criteria, _objective = round_criteria(program.criteria)
        require_confidence(with_criteria(criteria, deepcopy(criteria)), program)


@pytest.mark.parametrize(
    "bad",
    [
        '{"fields": ' + "[" * 100_000,
        '{"fields": ' + '{"a":' * 100_000,
        "a = " + "[" * 50_000,
        "a = " + "{a = " * 20_000,
        '{"fields": {}, "rules": [], "preferences": [], "x": ' + "9" * 6_000 + "}",
        '{"fields": {"a": {"label": "\\ud800", "kind": "text"}}}',
        '{"fields": {"a": {"label": "x", "kind": "text", "labels": {"a": 1e999}}}}',
        '{"fields": NaN}',
        "[[rules]]\nid = 3",
        "[]",
        "",
        "\x00",
    ],
    ids=lambda text: repr(text[:16]),
)
def test_a_text_that_is_no_criteria_is_refused_in_words(sign_in, draft, bad):
    answer = sign_in("maren").post(address(draft, "criteria"), {"text": bad})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode() or "cannot" in text(answer)


def test_labels_of_rules_are_text(sign_in, draft):
    """Neither a script nor a directive of Python's own formatting runs in a label."""
    criteria = deepcopy(draft.criteria)
    criteria["preferences"][0]["label"] = "<script>x</script> %(nothing)s 100% {0.__class__}"
    criteria["fields"]["skills"]["label"] = "</td><img src=x> %s"
    maren = sign_in("maren")
    assert handed_in(maren, draft, criteria) == 303
    draft.refresh_from_db()
    solved(draft)
    row = draft.proposals.first()
    pair = f"?draft=A&pair={row.learner_id}-{row.guide_id}"
    for page in (
        address(draft, "rules"),
        f"/cohorts/{draft.cohort_id}/studio/{pair}",
        address(draft, "messages"),
        address(draft, "export"),
        address(draft, "export") + "?as=xlsx",
    ):
        answer = maren.get(page)
        assert answer.status_code == 200, page
        if answer["Content-Type"].startswith("text/html"):
            assert b"<script>x" not in answer.content
            assert b"<img src=x" not in answer.content


@pytest.mark.parametrize("group", ["fields", "words", "objective", "rules", "__class__"])
def test_removing_something_that_is_no_rule_finds_nothing(sign_in, draft, group):
    assert sign_in("maren").post(f"/rounds/{draft.pk}/{group}/id/removal/").status_code == 404


def test_the_action_refuses_what_the_page_would(draft):
    """Not only the page: any caller."""
    program = draft.cohort.program
    with pytest.raises(InvalidInput):
        require_confidence(spying(draft, "never_with"), program)
