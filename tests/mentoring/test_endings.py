"""Looking back, choosing together, leaving early, and what comes next."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.goals.actions.promises import make_promise
from guildhall.mentoring.actions.after_end import choose_next, note_call
from guildhall.mentoring.actions.departures import hold_talk, leave_relationship
from guildhall.mentoring.actions.endings import (
    Review,
    choose_onward,
    remind_of_endings,
    write_review,
)
from guildhall.mentoring.actions.fit import answer_fit, ask_fit
from guildhall.mentoring.models import (
    AfterEnd,
    ClosingReview,
    Departure,
    Ending,
    FitCheck,
    GuideTalk,
)
from guildhall.mentoring.queries.endings import ending_of
from guildhall.mentoring.queries.overseen_endings import program_ends, rematches_due
from guildhall.notify.models import Message
from guildhall.people.models import Profile
from guildhall.permissions.access import visible_to
from guildhall.programs.models import Enrollment
from guildhall.relationships.access import OVERSEE_RELATIONSHIPS
from guildhall.relationships.models import Party, Relationship
from tests.agreements.factories import begun_pair, circle
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.meetings.factories import booked
from tests.mentoring.ending import acting, informal
from tests.programs.factories import make_people
from tests.relationships.factories import make_pair
from tests.world import NOW

SECRET = "That she believed in me before I did"


@pytest.fixture
def row(world) -> Relationship:
    return begun_pair(world)


def told(kind):
    """Whom this kind of message went to, by given name."""
    found = Message.objects.filter(kind=f"mentoring.{kind}").order_by("person__given_name")
    return [message.person.given_name for message in found]


def near(row, days):
    """The moment so many days before the planned end."""
    return NOW + timedelta(days=(row.ends_on - NOW.date()).days - days)


def test_both_are_told_four_weeks_before_and_one_week_before(row):
    assert row.ends_on == date(2027, 5, 15)
    assert remind_of_endings(at=near(row, 29)) == 0
    assert remind_of_endings(at=near(row, 28)) == 2
    assert remind_of_endings(at=near(row, 20)) == 0
    assert told("ending_near") == ["Gwen", "Noor"]
    assert remind_of_endings(at=near(row, 7)) == 2
    assert remind_of_endings(at=near(row, 6)) == 0
    assert told("ending_soon") == ["Gwen", "Noor"]
    assert Ending.objects.get().ends_on == row.ends_on


def test_assessed_programs_and_pairs_of_a_few_weeks_are_not_asked(row, world):
    Relationship.objects.update(ends_on=NOW.date() + timedelta(days=20))
    assert remind_of_endings(at=NOW) == 0
    row.program.plan = {**row.program.plan, "evaluative": True}
    row.program.save()
    Relationship.objects.update(ends_on=date(2027, 5, 15))
    row.refresh_from_db()
    assert remind_of_endings(at=near(row, 20)) == 0


def test_thanks_are_handed_over_once_both_have_written(row, world):
    gwen, noor = world.actor("gwen"), world.actor("noor")
    noors = Review(reached="Two reviews", learned="To ask sooner", thanks=f"  {SECRET} ")
    write_review(relationship=row, review=noors, by=world.actor("noor"), at=NOW)
    assert ending_of(row, actor=gwen, parties=2).thanks == ()
    assert [one.words for one in ending_of(row, actor=noor, parties=2).thanks] == [SECRET]
    gwens = Review(thanks="For your questions")
    write_review(relationship=row, review=gwens, by=world.actor("gwen"), at=NOW)
    shown = ending_of(row, actor=gwen, parties=2)
    assert [(one.who, one.words) for one in shown.thanks] == [
        ("Noor", SECRET),
        ("Gwen", "For your questions"),
    ]
    assert shown.own.learned == ""
    with pytest.raises(WrongState, match="handed over"):
        write_review(relationship=row, review=gwens, by=world.actor("gwen"), at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reached, learned, thanks FROM mentoring_closingreview")
        assert SECRET not in str(cursor.fetchall())
    assert SECRET not in "".join(Message.objects.values_list("body", flat=True))


def test_a_look_back_needs_a_line_and_one_of_the_pair(row, world):
    with pytest.raises(InvalidInput) as refused:
        write_review(relationship=row, review=Review(" "), by=world.actor("noor"), at=NOW)
    assert list(refused.value.problems) == ["thanks"]
    for name, error in (("maren", NotAllowed), ("olga", NotVisible), ("tomas", NotVisible)):
        with pytest.raises(error):
            write_review(relationship=row, review=Review("x"), by=world.actor(name), at=NOW)
    assert ClosingReview.objects.count() == 0


def choose(row, world, name, choice, **values):
    return choose_onward(relationship=row, choice=choice, by=world.actor(name), at=NOW, **values)


def test_it_closes_once_both_would_like_to(row, world):
    choose(row, world, "noor", "close")
    row.refresh_from_db()
    assert row.state == "active"
    assert told("ending_suggested") == ["Gwen"]
    ending = choose(row, world, "gwen", "close")
    row.refresh_from_db()
    assert (row.state, ending.outcome) == ("closed", "close")
    assert Enrollment.objects.get(person=world.noor).state == "finished"
    assert Departure.objects.count() == 0


def test_it_goes_on_until_the_same_day_only(row, world):
    later = row.ends_on + timedelta(days=60)
    choose(row, world, "noor", "extend", until=later)
    choose(row, world, "gwen", "extend", until=later + timedelta(days=30))
    row.refresh_from_db()
    assert row.ends_on == date(2027, 5, 15)
    choose(row, world, "noor", "extend", until=later + timedelta(days=30))
    row.refresh_from_db()
    assert (row.ends_on, row.state) == (later + timedelta(days=30), "active")
    assert told("going_on") == ["Gwen", "Noor"]
    assert remind_of_endings(at=near(row, 28)) == 2


@pytest.mark.parametrize("days", [None, -1, 0, 900])
def test_a_day_that_cannot_be_is_refused(row, world, days):
    until = None if days is None else row.ends_on + timedelta(days=days)
    with pytest.raises(InvalidInput) as refused:
        choose(row, world, "noor", "extend", until=until)
    assert list(refused.value.problems) == ["until"]


def test_it_goes_on_informally_as_the_same_pair(row, world):
    before = row.pk
    for name in ("gwen", "noor"):
        choose(row, world, name, "informal")
    row.refresh_from_db()
    assert (row.pk, row.state, row.program, row.cohort, row.ends_on) == (
        before,
        "active",
        None,
        None,
        None,
    )
    assert Enrollment.objects.get(person=world.gwen).state == "approved"
    assert Enrollment.objects.get(person=world.noor).state == "finished"
    assert set(row.parties.values_list("enrollment_id", flat=True)) == {None}
    assert Event.objects.filter(kind="relationship_continued").count() == 1


def leave(row, world, name, wish="somebody", **values):
    return leave_relationship(relationship=row, wish=wish, by=world.actor(name), at=NOW, **values)


def test_leaving_does_everything_at_once_and_says_neither_who_nor_why(row, world):
    promise = make_promise(
        relationship=row, text="Slides", owner=None, due_on=None, by=world.actor("gwen"), at=NOW
    )
    meeting = booked(world, row)
    Message.objects.all().delete()
    leave(row, world, "noor", reason="fit", words="We never found a day")
    for kept in (row, promise, meeting):
        kept.refresh_from_db()
    assert (row.state, row.closure.reason, promise.dropped_at) == ("closed", "fit", NOW)
    assert (meeting.state, row.next_meeting_at) == ("cancelled", None)
    assert Enrollment.objects.get(person=world.noor).state == "waiting"
    assert Enrollment.objects.get(person=world.gwen).state == "approved"
    kept = AfterEnd.objects.get()
    assert (kept.person, kept.rematch_by) == (world.noor, NOW.date() + timedelta(days=14))
    ends = Message.objects.filter(kind="relationships.relationship_closed")
    bodies = {m.person.given_name: m.body for m in ends.select_related("person")}
    assert set(bodies) == {"Gwen", "Noor"}
    for body in bodies.values():
        assert "No reason is needed, and none is passed on." in body
        assert "fit" not in body.split()
        assert "found a day" not in body


def test_a_guide_who_leaves_takes_nothing_from_the_learner(row, world):
    leave(row, world, "gwen", "nothing")
    assert Enrollment.objects.get(person=world.noor).state == "waiting"
    kept = {one.person.given_name: one.choice for one in AfterEnd.objects.all()}
    assert kept == {"Gwen": "nothing", "Noor": "somebody"}
    assert [one.person for one in rematches_due(world.actor("maren"))] == [world.noor]


def test_whoever_leaves_it_at_that_is_not_matched_again_unless_they_say_so(row, world):
    leave(row, world, "noor", "nothing")
    assert Enrollment.objects.get(person=world.noor).state == "finished"
    choose_next(relationship=row, choice="somebody", by=world.actor("noor"), at=NOW)
    assert Enrollment.objects.get(person=world.noor).state == "waiting"


def test_a_failure_leaves_nothing_half_done(row, world):
    with pytest.raises(InvalidInput):
        leave(row, world, "noor", reason="no such reason")
    row.refresh_from_db()
    assert row.state == "active"
    assert (Departure.objects.count(), AfterEnd.objects.count()) == (0, 0)
    with pytest.raises(InvalidInput):
        leave(row, world, "noor", "a cake")
    for name, error in (("maren", NotAllowed), ("vera", NotAllowed), ("olga", NotVisible)):
        with pytest.raises(error):
            leave(row, world, name)
    leave(row, world, "noor")
    with pytest.raises(WrongState):
        leave(row, world, "gwen")


def test_a_circle_is_left_on_its_own_page(world):
    row = circle(world)
    with pytest.raises(WrongState, match="Leave your seat"):
        leave(row, world, "noor")


def test_a_call_is_asked_of_the_coordinators_and_noted_once(row, world):
    leave(row, world, "noor", "call")
    assert told("call_wished") == ["Maren"]
    message = Message.objects.get(kind="mentoring.call_wished")
    assert "Noor Rahimi" in message.body
    assert "Gwen" not in message.body
    wish = AfterEnd.objects.get()
    for name, error in (("vera", NotAllowed), ("gwen", NotVisible), ("olga", NotVisible)):
        with pytest.raises(error):
            note_call(after_end=wish, by=world.actor(name), at=NOW)
    assert note_call(after_end=wish, by=world.actor("maren"), at=NOW).called_by == world.maren
    again = note_call(after_end=wish, by=world.actor("ada"), at=NOW + timedelta(days=1))
    assert (again.called_at, again.called_by) == (NOW, world.maren)


def test_a_guide_is_free_again_or_takes_a_break(row, world):
    leave(row, world, "noor")
    choose_next(relationship=row, choice="pause", by=world.actor("gwen"), at=NOW)
    assert Profile.objects.get(person=world.gwen).is_paused
    choose_next(relationship=row, choice="available", by=world.actor("gwen"), at=NOW)
    assert not Profile.objects.get(person=world.gwen).is_paused
    with pytest.raises(InvalidInput):
        choose_next(relationship=row, choice="somebody", by=world.actor("gwen"), at=NOW)
    with pytest.raises(NotAllowed):
        choose_next(relationship=row, choice="nothing", by=world.actor("maren"), at=NOW)


def test_what_comes_next_is_asked_after_the_end(row, world):
    with pytest.raises(WrongState, match="goes on"):
        choose_next(relationship=row, choice="nothing", by=world.actor("noor"), at=NOW)


def departures(world, count, *, start=0):
    """Gwen and this many learners, who leave one after the other."""
    cohort = cohort_of(mentoring(world.alder, f"Program {start}"))
    gwen = guide(cohort, world.gwen, places=50)
    for person in make_people(world.alder, count, start=start):
        pair = make_pair(gwen, learner(cohort, person), opens_at_once=True)
        leave_relationship(
            relationship=pair,
            wish="nothing",
            reason="time",
            by=acting(person),
            at=NOW,
        )
    return cohort.program


def test_three_ends_with_one_guide_suggest_a_talk_and_name_no_pair(world):
    departures(world, 2)
    assert GuideTalk.objects.count() == 0
    departures(world, 2, start=2)
    talk = GuideTalk.objects.get()
    assert (talk.guide, talk.held_at) == (world.gwen, None)
    assert told("talk_advised") == ["Maren"]
    body = Message.objects.get(kind="mentoring.talk_advised").body
    assert "Gwen Castellan" in body
    assert "Person" not in body
    assert "time" not in body.split()
    with pytest.raises(NotAllowed):
        hold_talk(talk=talk, by=world.actor("vera"), at=NOW)
    with pytest.raises(NotVisible):
        hold_talk(talk=talk, by=world.actor("gwen"), at=NOW)
    hold_talk(talk=talk, by=world.actor("maren"), at=NOW)
    departures(world, 2, start=4)
    assert GuideTalk.objects.filter(held_at=None).count() == 0


def test_reasons_are_counted_by_fives(world):
    program = departures(world, 4)
    ends = {one.program: one for one in program_ends(world.actor("maren"))}[program]
    assert (ends.is_shown, ends.ends, ends.reasons) == (False, 0, ())
    second = departures(world, 7, start=4)
    ends = {one.program: one for one in program_ends(world.actor("vera"))}[second]
    assert (ends.ends, [count for _label, count in ends.reasons]) == (5, [5])
    assert program_ends(world.actor("olga")) == []


def test_who_passed_it_on_is_counted_by_fives_and_asked_as_often_for_many(world):
    program = departures(world, 6)
    learners = [
        party.person
        for party in Party.objects.filter(relationship__program=program, side="learner")
        .select_related("person__account")
        .order_by("pk")
    ]
    news = make_people(world.alder, 8, start=20)
    # One guided before, which passes nothing on; four later are too few to be told.
    informal(world, learners[5], news[7], at=NOW - timedelta(days=1))
    for person, new in zip(learners[:4], news, strict=False):
        informal(world, person, new, at=NOW + timedelta(days=1))

    maren = world.actor("maren")
    asked = set()

    def told_of() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as seen:
            [one] = program_ends(maren)
        asked.add(len(seen))
        return one.passed_on, one.generations

    assert told_of() == (0, 0)
    for new in news[4:6]:
        informal(world, learners[4], new, at=NOW + timedelta(days=1))
    assert told_of() == (5, 5)
    assert len(asked) == 1


def test_two_months_in_each_is_asked_alone(row, world):
    assert ask_fit(at=NOW + timedelta(days=59)) == 0
    at = NOW + timedelta(days=60)
    assert ask_fit(at=at) == 2
    assert ask_fit(at=at) == 0
    assert told("fit_wanted") == ["Gwen", "Noor"]
    check = FitCheck.objects.get(person=world.noor)
    answer_fit(check=check, answer="not", by=world.actor("noor"), at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM mentoring_fitcheck WHERE answer <> ''")
        assert cursor.fetchone()[0] != "not"
    for name in ("gwen", "maren", "olga"):
        with pytest.raises(NotVisible):
            answer_fit(check=check, answer="right", by=world.actor(name), at=at)
    assert Message.objects.filter(kind__startswith="mentoring.").count() == 2


def test_a_pair_that_goes_on_informally_leaves_its_program(row, world):
    for name in ("gwen", "noor"):
        choose(row, world, name, "informal")
    seen = visible_to(OVERSEE_RELATIONSHIPS, world.actor("maren"))
    assert list(seen) == [Relationship.objects.get()]
    assert Relationship.objects.get().organization == world.alder


def test_without_a_program_nobody_is_promised_a_place_in_line(world):
    for name, kept in (("noor", "directory"), ("gwen", "available")):
        row = informal(world, world.gwen, world.noor)
        leave(row, world, name)
        assert [one.choice for one in row.after_ends.all()] == [kept]
    ends = Message.objects.filter(kind="relationships.relationship_closed")
    assert "You come first" not in "".join(ends.values_list("body", flat=True))
