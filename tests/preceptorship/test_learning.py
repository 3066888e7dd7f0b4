"""Learning needs and the plan: whose they are, when they are shared, when a plan holds."""

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Notice
from guildhall.preceptorship.actions.learning_needs import save_needs
from guildhall.preceptorship.actions.learning_plan import (
    ObjectiveDraft,
    agree_to_plan,
    write_plan,
)
from guildhall.preceptorship.models import LearningPlan, NeedsSheet
from guildhall.preceptorship.queries.learning import (
    competencies_of,
    domains_of,
    needs_lines,
    plan_shown,
    sheets_of,
)
from tests.preceptorship.course_ground import begun, days, fresh
from tests.world import NOW

WORRY = "Nights alone with the monitor"


@pytest.fixture
def course(world):
    return begun(world)


def told(kind: str) -> list[str]:
    rows = Notice.objects.filter(kind=f"preceptorship.{kind}").order_by("pk")
    return list(rows.values_list("person__given_name", flat=True))


def needs(course, world, *, who="noor", shares=True, at=NOW, **words: str) -> NeedsSheet:
    key = domains_of(course)[0].key
    lines = words or {"worry": WORRY}
    return save_needs(course=course, words={key: lines}, shares=shares, by=world.actor(who), at=at)


def draft(text: str = "Two rounds alone", day: float = 60, competency=None) -> ObjectiveDraft:
    return ObjectiveDraft(text, days(day).date(), competency)


def write(course, world, *drafts: ObjectiveDraft, who="gwen", based_on=0, at=NOW) -> LearningPlan:
    by = world.actor(who)
    objectives = drafts or (draft(),)
    return write_plan(course=course, objectives=objectives, based_on=based_on, by=by, at=at)


def test_needs_are_the_learners_own_until_they_are_shared(world, course):
    sheet = needs(course, world, shares=False)
    assert needs_lines(course, sheets_of(course), side="guide") == []
    own = needs_lines(course, sheets_of(course), side="learner")
    assert own[0].learner == (("What worries you", WORRY),)
    assert (sheet.shared_at, told("needs_shared")) == (None, [])
    needs(course, world, at=days(1))
    assert needs_lines(course, sheets_of(course), side="guide")[0].learner == own[0].learner
    needs(course, world, at=days(2), worry="Less than before")
    assert (sheets_of(course)["learner"].shared_at, told("needs_shared")) == (days(1), ["Gwen"])
    assert Event.objects.filter(kind="needs_shared").count() == 1


def test_needs_are_sealed_in_the_table(world, course):
    needs(course, world)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM preceptorship_needssheet")
        assert WORRY not in str(cursor.fetchall())


def test_the_ward_says_what_it_offers(world, course):
    needs(course, world, who="gwen", offer="Two weeks in the recovery room")
    line = needs_lines(course, sheets_of(course), side="learner")[0]
    assert line.guide == (("What the ward can offer", "Two weeks in the recovery room"),)


@pytest.mark.parametrize(
    "words", [{"offer": "Not asked of learners"}, {"worry": "x" * 301}, {"other": "x"}]
)
def test_what_is_not_asked_is_refused(world, course, words):
    with pytest.raises(InvalidInput):
        needs(course, world, **words)
    assert not NeedsSheet.objects.exists()


def test_sharing_nothing_is_refused(world, course):
    with pytest.raises(InvalidInput):
        needs(course, world, worry="  ")


def test_a_plan_holds_once_both_have_agreed(world, course):
    plan = write(course, world)
    assert (plan.agreed_at, told("plan_to_agree")) == (None, ["Noor"])
    agree_to_plan(plan=plan, by=world.actor("gwen"), at=NOW)
    plan.refresh_from_db()
    assert plan.agreed_at is None
    agree_to_plan(plan=plan, by=world.actor("noor"), at=days(3))
    plan.refresh_from_db()
    assert (plan.agreed_at, told("plan_agreed")) == (days(3), ["Gwen"])
    assert Event.objects.filter(kind="learning_plan_signed").count() == 2


def test_an_agreed_plan_ticks_off_the_first_step(world):
    course = begun(world, level="core")
    agree_to_plan(plan=write(course, world), by=world.actor("noor"), at=days(3))
    assert course.relationship.first_steps.get(key="plan").done_at == days(3)


def test_the_next_version_leaves_the_first_one_holding(world, course):
    plan = write(course, world)
    agree_to_plan(plan=plan, by=world.actor("noor"), at=NOW)
    second = write(course, world, draft("Nights"), who="noor", based_on=1, at=days(30))
    plan.refresh_from_db()
    assert (plan.agreed_at, second.agreed_at, second.number) == (NOW, None, 2)
    with pytest.raises(WrongState):
        agree_to_plan(plan=plan, by=world.actor("gwen"), at=days(31))
    with pytest.raises(WrongState):
        write(course, world, based_on=1)


@pytest.mark.parametrize(
    ("drafts", "field"),
    [
        ((draft(" "),), "objectives"),
        (tuple(draft(f"Objective {n}") for n in range(13)), "objectives"),
        ((draft("x" * 301),), "text_0"),
        ((draft(day=-1),), "due_on_0"),
    ],
)
def test_a_plan_without_sense_is_refused(world, course, drafts, field):
    with pytest.raises(InvalidInput) as refused:
        write(course, world, *drafts)
    assert list(refused.value.problems) == [field]
    assert not LearningPlan.objects.exists()


@pytest.mark.parametrize(("who", "refusal"), [("maren", NotAllowed), ("omar", NotVisible)])
def test_only_the_pair_write_and_agree(world, course, who, refusal):
    plan = write(course, world)
    with pytest.raises(refusal):
        needs(course, world, who=who)
    with pytest.raises(refusal):
        write(course, world, who=who, based_on=1)
    with pytest.raises(refusal):
        agree_to_plan(plan=plan, by=world.actor(who), at=NOW)


def test_without_a_framework_there_is_one_heading_and_nothing_to_tie(course):
    assert ([one.key for one in domains_of(course)], competencies_of(course)) == (["general"], [])


def test_how_far_an_objective_is_says_the_passport(world, course):
    plan = write(course, world)
    shown = plan_shown(fresh(course), plan, today=days(61).date())
    assert [(line.standing, line.is_late) for line in shown.lines] == [(None, True)]
