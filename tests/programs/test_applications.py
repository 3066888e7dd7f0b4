"""Applying: who may, drafts, handing in, what goes where."""

from datetime import date, timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.competencies.actions.vocabulary import load_vocabulary
from guildhall.competencies.models import Skill
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.models import Message
from guildhall.people.actions.profile import change_profile, set_skills
from guildhall.people.models import Profile
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.applications import (
    save_application,
    start_application,
    submit_application,
)
from guildhall.programs.actions.cohorts import archive_cohort
from guildhall.programs.actions.enrollments import set_state, withdraw
from guildhall.programs.actions.joining import close_join_link, open_join_link
from guildhall.programs.models import NeverPair
from guildhall.programs.queries.applications import application_of
from guildhall.programs.queries.offers import offers_for
from guildhall.programs.states import EnrollmentState, Side
from guildhall.questions.queries.answers import answers_of
from tests.programs.factories import (
    GUIDE_ANSWERS,
    GUIDE_BASELINE,
    LEARNER_ANSWERS,
    LEARNER_BASELINE,
    make_cohort,
    make_enrollment,
    make_program,
)
from tests.world import NOW

S = EnrollmentState


@pytest.fixture
def open_to_all(world):
    load_vocabulary()
    return make_cohort(make_program(world.alder, eligibility={"organizations": [world.alder.pk]}))


def begin(world, cohort, who="noor", side=Side.LEARNER, **more):
    person = getattr(world, who)
    return start_application(
        cohort=cohort, person=person, side=side, by=world.actor(who), at=NOW, **more
    )


def fill(world, enrollment, who="noor", **more):
    is_guide = enrollment.side == Side.GUIDE
    answers = GUIDE_ANSWERS if is_guide else LEARNER_ANSWERS
    baseline = GUIDE_BASELINE if is_guide else LEARNER_BASELINE
    save_application(
        enrollment=enrollment,
        values={**answers, **more},
        baseline=baseline,
        by=world.actor(who),
        at=NOW,
    )
    return enrollment


def submit(world, enrollment, who="noor"):
    return submit_application(enrollment=enrollment, by=world.actor(who), at=NOW)


def test_beginning_makes_a_draft_and_beginning_again_finds_it(world, open_to_all):
    enrollment = begin(world, open_to_all)
    assert (enrollment.state, enrollment.places) == (S.DRAFT, 1)
    assert begin(world, open_to_all) == enrollment
    assert Event.objects.filter(kind="application_started").count() == 1


def test_who_the_rule_leaves_out_finds_nothing(world, cohort):
    with pytest.raises(NotVisible):
        begin(world, cohort)
    with pytest.raises(NotVisible):
        begin(world, cohort, side="judge")


def test_outsiders_find_nothing(world, open_to_all):
    with pytest.raises(NotVisible):
        begin(world, open_to_all, "olga")


def test_people_apply_for_themselves(world, open_to_all):
    with pytest.raises(NotAllowed):
        start_application(
            cohort=open_to_all,
            person=world.noor,
            side=Side.LEARNER,
            by=world.actor("maren"),
            at=NOW,
        )


def test_a_join_link_lets_in_on_its_own_side_until_it_closes(world, cohort):
    link = open_join_link(cohort=cohort, side=Side.LEARNER, by=world.actor("maren"), at=NOW)
    with pytest.raises(NotVisible):
        begin(world, cohort, side=Side.GUIDE, join_link=link)
    assert begin(world, cohort, join_link=link).state == S.DRAFT
    close_join_link(join_link=link, by=world.actor("maren"), at=NOW)
    with pytest.raises(WrongState, match="This link is closed"):
        begin(world, cohort, "tomas", join_link=link)


def test_closed_cohorts_take_no_applications(world, program):
    program.eligibility = {"organizations": [world.alder.pk]}
    program.save()
    past = make_cohort(program, "Past", applications_close_on=date(2026, 11, 15))
    with pytest.raises(WrongState, match="Applications to Past are closed"):
        begin(world, past)
    today = make_cohort(program, "Today", applications_close_on=date(2026, 11, 16))
    draft = begin(world, today)
    archive_cohort(cohort=today, by=SYSTEM, at=NOW)
    draft.refresh_from_db()
    with pytest.raises(WrongState, match="closed"):
        submit(world, draft)


def test_handing_in_names_every_open_question(world, open_to_all):
    enrollment = begin(world, open_to_all)
    with pytest.raises(InvalidInput) as refused:
        submit(world, enrollment)
    assert set(refused.value.problems) == {
        *(key for key in LEARNER_ANSWERS),
        *LEARNER_BASELINE,
    }
    enrollment.refresh_from_db()
    assert enrollment.state == S.DRAFT


def test_a_guide_goes_to_screening_with_one_mail(world, open_to_all):
    enrollment = submit(
        world, fill(world, begin(world, open_to_all, "gwen", Side.GUIDE), "gwen"), "gwen"
    )
    assert (enrollment.state, enrollment.places, enrollment.applied_at) == (S.SCREENING, 2, NOW)
    assert enrollment.screening.rubric_key == "mentor"
    assert [row.key for row in enrollment.prerequisites.all()] == ["mentor_training"]
    message = Message.objects.get()
    assert (message.kind, message.person) == ("programs.application_received", world.gwen)
    assert "Somebody reads it now" in message.body


def test_who_is_not_screened_is_in_at_once(world, open_to_all):
    enrollment = submit(world, fill(world, begin(world, open_to_all)))
    assert enrollment.state == S.APPROVED
    assert [row.kind for row in Message.objects.all()] == ["programs.application_approved"]
    states = Event.objects.filter(kind="enrollment_state_changed").values_list("ids", flat=True)
    assert [ids["state"] for ids in states] == ["applied", "approved"]


def test_answers_go_to_the_profile_and_are_not_asked_again(world, open_to_all):
    submit(world, fill(world, begin(world, open_to_all), never_with=[world.omar.pk]))
    profile = Profile.objects.get(person=world.noor)
    assert (profile.career_stage, profile.years_of_experience) == ("early", 1)
    assert profile.languages == ["en", "fa"]
    assert profile.hopes == "To lead a shift with calm."
    assert list(profile.skills.values_list("skill__key", "direction", "level")) == [
        ("triage", "wanted", 3)
    ]
    assert list(profile.windows.values_list("weekday", "start_minute")) == [(1, 540)]
    assert NeverPair.objects.get().other == world.omar
    again = begin(world, open_to_all, side=Side.GUIDE)
    proposed = application_of(again).main.proposed
    assert proposed["languages"] == ["en", "fa"]
    assert proposed["never_with"] == [world.omar.pk]
    assert proposed["availability"] == [[1, 540, 600]]
    assert "skills_offered" not in proposed


def test_a_small_capacity_here_does_not_lower_the_profile(world, open_to_all):
    change_profile(person=world.gwen, by=SYSTEM, at=NOW, capacity=6)
    enrollment = begin(world, open_to_all, "gwen", Side.GUIDE)
    assert application_of(enrollment).main.proposed["capacity"] == 3
    submit(world, fill(world, enrollment, "gwen", capacity=1), "gwen")
    world.gwen.profile.refresh_from_db()
    assert (enrollment.places, world.gwen.profile.capacity) == (1, 6)


def test_a_capacity_that_was_never_said_is_asked_and_then_kept(world, open_to_all):
    change_profile(person=world.gwen, by=SYSTEM, at=NOW, headline="Ward seven")
    enrollment = begin(world, open_to_all, "gwen", Side.GUIDE)
    assert "capacity" not in application_of(enrollment).main.proposed
    submit(world, fill(world, enrollment, "gwen", capacity=2), "gwen")
    world.gwen.profile.refresh_from_db()
    assert (enrollment.places, world.gwen.profile.capacity) == (2, 2)


def test_baseline_is_kept_apart_and_stamped(world, open_to_all):
    enrollment = submit(world, fill(world, begin(world, open_to_all)))
    assert enrollment.baseline.submitted_at == NOW
    assert answers_of([enrollment.baseline])[enrollment.baseline_id] == LEARNER_BASELINE


def test_what_is_in_is_not_changed(world, open_to_all):
    enrollment = submit(world, fill(world, begin(world, open_to_all)))
    with pytest.raises(WrongState, match="withdraw and apply again"):
        fill(world, enrollment)
    with pytest.raises(WrongState, match="applied to this program already"):
        begin(world, open_to_all)


def test_nobody_else_fills_in_an_application(world, open_to_all):
    enrollment = begin(world, open_to_all)
    with pytest.raises(NotAllowed):
        fill(world, enrollment, "maren")
    with pytest.raises(NotVisible):
        fill(world, enrollment, "gwen")


def test_withdraw_and_apply_again_keeps_the_answers(world, open_to_all):
    enrollment = submit(world, fill(world, begin(world, open_to_all)))
    withdraw(enrollment=enrollment, by=world.actor("noor"), at=NOW)
    again = begin(world, open_to_all)
    assert (again.pk, again.state) == (enrollment.pk, S.DRAFT)
    assert application_of(again).main.answers["hopes"] == "To lead a shift with calm."
    assert submit(world, again).state == S.APPROVED


def test_declined_people_may_apply_again_even_by_invitation_only(world, open_to_all):
    enrollment = submit(
        world, fill(world, begin(world, open_to_all, "gwen", Side.GUIDE), "gwen"), "gwen"
    )
    set_state(
        enrollment=enrollment, state=S.DECLINED, by=SYSTEM, at=NOW, words="There are many mentors."
    )
    mail = Message.objects.get(kind="programs.application_declined")
    assert "There are many mentors." in mail.body
    open_to_all.program.eligibility = {}
    open_to_all.program.save()
    assert begin(world, open_to_all, "gwen", Side.GUIDE).state == S.DRAFT


def test_offers_show_what_one_may_join_and_has_not(world, open_to_all):
    assert [(row.cohort, row.side) for row in offers_for(world.noor, at=NOW)] == [
        (open_to_all, "guide"),
        (open_to_all, "learner"),
    ]
    assert offers_for(world.olga, at=NOW) == []
    begin(world, open_to_all)
    assert [row.side for row in offers_for(world.noor, at=NOW)] == ["guide"]
    assert offers_for(world.noor, at=NOW + timedelta(days=400)) != []
    open_to_all.applications_close_on = date(2026, 11, 1)
    open_to_all.save()
    assert offers_for(world.noor, at=NOW) == []


def test_offers_cost_the_same_for_many_programs(world, open_to_all, django_assert_num_queries):
    rule = {"organizations": [world.alder.pk]}
    with django_assert_num_queries(6):
        offers_for(world.noor, at=NOW)
    for number in range(4):
        make_cohort(make_program(world.alder, f"Program {number}", eligibility=rule))
    with django_assert_num_queries(6):
        assert len(offers_for(world.noor, at=NOW)) == 10


def test_an_offer_says_how_it_fits(world, open_to_all):
    triage, wounds = (Skill.objects.get(key=key) for key in ("triage", "wound_care"))
    by_level = {"offered": {triage: 5, wounds: 4}, "wanted": {triage: 2}}
    set_skills(
        person=world.gwen, direction="offered", levels=by_level["offered"], by=SYSTEM, at=NOW
    )
    set_skills(person=world.noor, direction="wanted", levels=by_level["wanted"], by=SYSTEM, at=NOW)
    assert [row.fit for row in offers_for(world.noor, at=NOW)] == ["", ""]
    make_enrollment(open_to_all, world.gwen, Side.GUIDE)
    assert [row.fit for row in offers_for(world.noor, at=NOW)] == [
        "",
        "One of the skills you want is offered here",
    ]
    make_enrollment(open_to_all, world.noor)
    assert [row.fit for row in offers_for(world.gwen, at=NOW)] == [""]
    set_skills(person=world.omar, direction="offered", levels={triage: 3}, by=SYSTEM, at=NOW)
    assert [row.fit for row in offers_for(world.omar, at=NOW)] == [
        "One of your skills is wanted here",
        "",
    ]


def test_a_cohort_that_has_begun_is_no_longer_offered(world, program):
    rule = {"organizations": [world.alder.pk]}
    begun = make_cohort(make_program(world.alder, "Begun", eligibility=rule), starts_on=NOW.date())
    assert offers_for(world.noor, at=NOW) == []
    begun.applications_close_on = date(2027, 1, 1)
    begun.save()
    assert {row.cohort for row in offers_for(world.noor, at=NOW)} == {begun}
