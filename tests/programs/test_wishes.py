"""Whom somebody would like to work with: who may say it, of whom, and what is kept."""

import pytest
from django.db import IntegrityError, transaction

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Membership
from guildhall.people.actions.profile import change_profile, pause_profile
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.actions.cohorts import archive_cohort
from guildhall.programs.actions.enrollments import mark_matched, mark_waiting, withdraw
from guildhall.programs.actions.programs import change_program
from guildhall.programs.actions.wishes import keep_wishes, withdraw_wishes
from guildhall.programs.criteria import counts_wishes
from guildhall.programs.models import NeverPair, Wish
from guildhall.programs.queries.wishes import unsaid_by, wish_counts, wishable
from guildhall.programs.states import Side
from tests.programs.factories import make_enrollment, make_people
from tests.world import NOW

BOTH = {"guide": True, "learner": True}


@pytest.fixture
def noor(world, cohort):
    return make_enrollment(cohort, world.noor)


@pytest.fixture
def guides(world, cohort):
    people = [world.gwen, world.omar, *make_people(world.alder, 4)]
    return [make_enrollment(cohort, person, Side.GUIDE).person_id for person in people]


def keep(enrollment, people, by, offered=None):
    keep_wishes(
        enrollment=enrollment,
        people=people,
        offered=people if offered is None else offered,
        by=by,
        at=NOW,
    )


def kept(enrollment):
    rows = Wish.objects.filter(enrollment=enrollment).order_by("rank")
    return list(rows.values_list("rank", "person_id"))


def wishable_to(enrollment):
    rows = wishable(enrollment, on=NOW.date()).select_related("person")
    return {row.person.given_name for row in rows}


def test_a_list_is_kept_in_order_and_replaced(world, noor, guides):
    actor = world.actor("noor")
    keep(noor, guides[:3], actor)
    keep(noor, [guides[2], guides[0]], actor)
    assert kept(noor) == [(1, guides[2]), (2, guides[0])]
    events = Event.objects.filter(kind="wishes_kept", subject_id=noor.pk)
    # The log says that there is a list, and never who is on it.
    assert [row.ids for row in events] == [{}, {}]


def test_an_empty_list_is_one_taken_back(world, noor, guides):
    keep(noor, guides[:1], world.actor("noor"))
    keep(noor, [], world.actor("noor"))
    assert kept(noor) == []
    assert Event.objects.filter(kind="wishes_withdrawn").count() == 1


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (lambda guides: guides[:6], "Choose 5 people at most. Take somebody off the list first."),
        (lambda guides: [guides[0]] * 2, "Everybody has one place on the list."),
        (lambda guides: [guides[5]], "Somebody on the list cannot be chosen any more."),
    ],
    ids=["six", "twice", "not-offered"],
)
def test_what_does_not_fit_is_refused_and_the_list_stays(world, noor, guides, people, words):
    keep(noor, guides[1:2], world.actor("noor"))
    offered = guides if len(people(guides)) > 1 else guides[:5]
    with pytest.raises(InvalidInput, match=words):
        keep(noor, people(guides), world.actor("noor"), offered=offered)
    assert kept(noor) == [(1, guides[1])]


@pytest.mark.django_db
def test_the_database_holds_each_rank_and_person_once(world, noor, guides):
    Wish.objects.create(enrollment=noor, person_id=guides[0], rank=1)
    for person, rank in ((guides[0], 2), (guides[1], 1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Wish.objects.create(enrollment=noor, person_id=person, rank=rank)


def test_only_the_person_may(world, noor, guides):
    for name in ("maren", "vera"):
        with pytest.raises(NotAllowed):
            keep(noor, guides[:1], world.actor(name))
        with pytest.raises(NotAllowed):
            withdraw_wishes(enrollment=noor, by=world.actor(name), at=NOW)
    for name in ("olga", "gwen", "milo"):
        with pytest.raises(NotVisible):
            keep(noor, guides[:1], world.actor(name))


def test_a_list_is_taken_back_also_after_the_match(world, noor, guides):
    keep(noor, guides[:2], world.actor("noor"))
    mark_matched(enrollments=[noor], at=NOW)
    withdraw_wishes(enrollment=noor, by=world.actor("noor"), at=NOW)
    assert kept(noor) == []
    with pytest.raises(WrongState, match="There is no list to take back"):
        withdraw_wishes(enrollment=noor, by=world.actor("noor"), at=NOW)


def not_asked(enrollment):
    change_program(program=enrollment.cohort.program, by=SYSTEM, at=NOW, wishes={})


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (
            lambda row: mark_matched(enrollments=[row], at=NOW),
            "You have a match, so the list is closed.",
        ),
        (lambda row: withdraw(enrollment=row, by=SYSTEM, at=NOW), "You do not wait for a match"),
        (lambda row: archive_cohort(cohort=row.cohort, by=SYSTEM, at=NOW), "You do not wait"),
        (not_asked, "Mentoring does not ask this"),
    ],
    ids=["matched", "withdrawn", "archived", "not-asked"],
)
def test_a_closed_list_says_why(world, noor, guides, step, words):
    step(noor)
    with pytest.raises(WrongState, match=words):
        keep(noor, guides[:1], world.actor("noor"))


def test_who_was_left_out_may_say_it_anew(world, noor, guides):
    mark_waiting(enrollments=[noor], at=NOW)
    keep(noor, guides[:1], world.actor("noor"))
    assert kept(noor) == [(1, guides[0])]


class TestWhoCanBeChosen:
    def test_the_other_side_that_takes_part(self, world, cohort, noor):
        make_enrollment(cohort, world.gwen, Side.GUIDE)
        omar = make_enrollment(cohort, world.omar, Side.GUIDE)
        make_enrollment(cohort, world.tomas)
        make_enrollment(cohort, world.noor, Side.GUIDE)  # on both sides, and never with herself
        withdraw(enrollment=omar, by=SYSTEM, at=NOW)
        assert wishable_to(noor) == {"Gwen"}

    def test_nobody_who_pauses_or_has_no_place(self, world, cohort, noor):
        ada = make_enrollment(cohort, world.ada, Side.GUIDE)
        for person in (world.gwen, world.omar, world.vera):
            make_enrollment(cohort, person, Side.GUIDE)
        for person in (world.gwen, world.omar):
            change_profile(person=person, by=SYSTEM, at=NOW, capacity=3)
        change_profile(person=world.vera, by=SYSTEM, at=NOW, capacity=0)
        assert wishable_to(noor) == {"Ada", "Gwen", "Omar"}
        pause_profile(person=world.gwen, by=SYSTEM, at=NOW)
        type(ada).objects.filter(pk=ada.pk).update(places=0)
        assert wishable_to(noor) == {"Omar"}

    @pytest.mark.parametrize("is_said_by_noor", [True, False])
    def test_nobody_who_is_never_to_be_paired(self, world, cohort, noor, is_said_by_noor):
        for person in (world.gwen, world.omar):
            make_enrollment(cohort, person, Side.GUIDE)
        said, heard = (world.noor, world.gwen) if is_said_by_noor else (world.gwen, world.noor)
        NeverPair.objects.create(person=said, other=heard, said_at=NOW)
        # Whatever the coordinator's rules say: the list never holds them.
        change_program(program=cohort.program, by=SYSTEM, at=NOW, criteria=without_rules(cohort))
        assert wishable_to(noor) == {"Omar"}

    def test_nobody_above_or_below(self, world, cohort, noor):
        Membership.objects.filter(person=world.milo).update(manager=world.omar)
        for person in (world.milo, world.omar, world.gwen):
            make_enrollment(cohort, person, Side.GUIDE)
        assert wishable_to(noor) == {"Gwen"}
        change_program(program=cohort.program, by=SYSTEM, at=NOW, wishes=BOTH)
        omar = cohort.enrollments.get(person=world.omar)
        make_enrollment(cohort, world.tomas)
        assert wishable_to(omar) == {"Tomas"}
        change_program(program=cohort.program, by=SYSTEM, at=NOW, criteria=without_rules(cohort))
        assert wishable_to(noor) == {"Gwen", "Milo", "Omar"}


def without_rules(cohort):
    cohort.program.refresh_from_db()
    return {**cohort.program.criteria, "rules": []}


def test_turning_it_on_gives_points_for_it(world, program):
    assert (
        counts_wishes(program.criteria, "learner"),
        counts_wishes(program.criteria, "guide"),
    ) == (
        True,
        False,
    )
    for _time in range(2):
        change_program(program=program, by=world.actor("maren"), at=NOW, wishes=BOTH)
    added = [row for row in program.criteria["preferences"] if row["id"].startswith("guide")]
    assert added == [
        {
            "id": "guide_wishes",
            "label": "Wishes of the mentor",
            "kind": "ranked",
            "weight": 10,
            "field": "ranked_wishes",
            "side": "guide",
        }
    ]
    assert counts_wishes(program.criteria, "guide")


def test_points_find_a_field_of_their_own_where_the_name_is_taken(world, program):
    criteria = {
        "fields": {"ranked_wishes": {"label": "Wishes", "kind": "ranked", "guide": "detail:Who"}},
        "preferences": [],
    }
    change_program(program=program, by=SYSTEM, at=NOW, criteria=criteria, wishes={"guide": True})
    assert program.criteria["fields"]["guide_wishes"]["guide"] == "ranked_wishes"
    assert counts_wishes(program.criteria, "guide")


def test_counts_say_how_many_never_whom(world, cohort, noor, guides, django_assert_num_queries):
    make_enrollment(cohort, world.tomas)
    keep(noor, guides[:2], world.actor("noor"))
    with django_assert_num_queries(2):
        counts = wish_counts(cohort)
    assert [(row.side, row.said, row.of) for row in counts] == [("learner", 1, 2)]
    change_program(program=cohort.program, by=SYSTEM, at=NOW, wishes=BOTH)
    assert [(row.side, row.said, row.of) for row in wish_counts(cohort)] == [
        ("guide", 0, 6),
        ("learner", 1, 2),
    ]


def test_it_is_asked_for_until_it_is_said(world, cohort, noor):
    assert unsaid_by(world.noor.pk) == []  # nobody is there to be chosen
    gwen = make_enrollment(cohort, world.gwen, Side.GUIDE)
    assert unsaid_by(world.noor.pk) == [noor]
    assert unsaid_by(world.gwen.pk) == []  # guides are not asked here
    keep(noor, [gwen.person_id], world.actor("noor"))
    assert unsaid_by(world.noor.pk) == []
