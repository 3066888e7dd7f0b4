"""The only way a pair comes to be."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NoRoomLeft, NotAllowed, NotVisible
from guildhall.permissions.actor import SYSTEM
from guildhall.relationships.actions.opening import NewPair, Seat, open_many
from guildhall.relationships.models import FirstStep, Relationship
from guildhall.relationships.plans import Terms
from guildhall.relationships.queries.places import free_places
from guildhall.relationships.reasons import Reason, reasons_for_pair, said_in_line
from tests.matching.factories import cohort_of, guide, learner, mentoring, preceptorship
from tests.programs.factories import make_people
from tests.relationships.factories import make_pair
from tests.world import NOW, make_person


def test_a_preceptorship_opens_at_once_with_its_first_steps(pair):
    row = pair.relationship
    assert (row.state, row.opened_at, row.ends_on) == ("active", NOW, date(2027, 5, 15))
    steps = list(row.first_steps.values_list("side", "due_on", "done_at"))
    assert steps[0] == ("guide", date(2026, 11, 19), None)
    assert [p.accepted_at for p in row.parties.all()] == [NOW, NOW]
    event = Event.objects.get(kind="relationship_opened")
    assert (event.subject_id, event.organization_id) == (row.pk, row.organization_id)


def test_mentoring_is_offered_and_counts_from_its_beginning(offer):
    row = offer.relationship
    assert (row.state, row.offer_expires_at) == ("offered", NOW + timedelta(days=14))
    assert (row.opened_at, row.ends_on) == (None, None)
    assert {step.due_on for step in row.first_steps.all()} == {None}
    assert Event.objects.filter(kind="relationship_offered").count() == 1


def test_a_cohort_that_starts_later_counts_from_then(world):
    cohort = cohort_of(preceptorship(world.alder))
    cohort.starts_on = date(2027, 1, 4)
    cohort.save()
    row = make_pair(guide(cohort, world.gwen), learner(cohort, world.noor))
    assert FirstStep.objects.filter(relationship=row).first().due_on == date(2027, 1, 7)


def test_a_guide_has_no_more_pairs_than_the_enrollment_has_places(offer, world):
    tomas = learner(offer.guide.cohort, world.tomas)
    with pytest.raises(NoRoomLeft, match="Gwen Castellan: no free place is left"):
        make_pair(offer.guide, tomas)
    assert Relationship.objects.count() == 1


def test_a_guide_has_no_more_pairs_than_the_person_takes_over_all_programs(offer, world):
    elsewhere = cohort_of(preceptorship(world.alder))
    again = guide(elsewhere, world.gwen, places=3)
    world.gwen.profile.refresh_from_db()
    world.gwen.profile.capacity = 1
    world.gwen.profile.save()
    tomas = learner(elsewhere, world.tomas)
    assert free_places([again, tomas], at=NOW) == {again.pk: 0, tomas.pk: 1}
    with pytest.raises(NoRoomLeft, match="Gwen Castellan"):
        make_pair(again, tomas)


def test_who_is_paused_has_no_room(world):
    cohort = cohort_of(mentoring(world.alder))
    gwen, noor = guide(cohort, world.gwen), learner(cohort, world.noor)
    world.gwen.profile.paused_until = NOW.date()
    world.gwen.profile.is_paused = True
    world.gwen.profile.save()
    assert free_places([gwen], at=NOW) == {gwen.pk: 0}
    assert free_places([gwen], at=NOW + timedelta(days=1)) == {gwen.pk: 1}
    with pytest.raises(NoRoomLeft):
        make_pair(gwen, noor)


def test_a_learner_has_no_more_guides_than_needed(offer, world):
    omar = guide(offer.guide.cohort, world.omar)
    with pytest.raises(NoRoomLeft, match="Noor Rahimi"):
        make_pair(omar, offer.learner)


def test_who_withdrew_is_named(world):
    cohort = cohort_of(mentoring(world.alder))
    gwen, noor = guide(cohort, world.gwen), learner(cohort, world.noor)
    noor.state = "withdrawn"
    noor.save()
    with pytest.raises(NoRoomLeft, match="Noor Rahimi: no longer taking part"):
        make_pair(gwen, noor)


def test_nobody_is_paired_with_themselves(world):
    cohort = cohort_of(mentoring(world.alder))
    both = guide(cohort, world.gwen), learner(cohort, world.gwen)
    with pytest.raises(InvalidInput, match="themselves"):
        make_pair(*both)


@pytest.mark.parametrize(("name", "error"), [("vera", NotAllowed), ("olga", NotVisible)])
def test_only_whoever_runs_the_cohort_opens_pairs(world, name, error):
    cohort = cohort_of(mentoring(world.alder))
    gwen, noor = guide(cohort, world.gwen), learner(cohort, world.noor)
    with pytest.raises(error):
        make_pair(gwen, noor, by=world.actor(name))


@pytest.mark.parametrize(
    ("template", "params", "line"),
    [
        ("Both: %(value)s", {"value": "Nursing"}, "Profession: Nursing"),
        ("Both: %(values)s", {"values": "Night, Weekend"}, "Profession: Night, Weekend"),
        ("Both speak %(languages)s", {"languages": "Spanish"}, "Profession: both speak Spanish"),
        ("%(a)s: level 5 offered", {"a": "Triage"}, "Profession (Triage: level 5 offered)"),
        ("%(guide)s and %(learner)s", {"guide": "A", "learner": "B"}, "Profession: A and B"),
        ("", {}, "Profession"),
    ],
)
def test_a_reason_in_a_line_has_one_colon(template, params, line):
    reason = Reason("Profession", template, Decimal(3), Decimal(5), params)
    assert said_in_line(reason) == line


def test_only_reasons_that_the_pair_may_read_are_copied(world):
    given = [
        {"label": "A", "template": "Two %(x)s", "params": {"x": 1}, "points": "3", "of": "5"},
        {"label": "B", "template": "b", "points": "5", "of": "5"},
        {"label": "C", "template": "c", "points": "5", "of": "5"},
        {"label": "D", "template": "d", "points": "0", "of": "5"},
    ]
    readers = ("pair", "nobody", "coordinator", "everyone")
    marked = [{**item, "readable_by": r} for item, r in zip(given, readers, strict=True)]
    cohort = cohort_of(mentoring(world.alder))
    row = make_pair(
        guide(cohort, world.gwen), learner(cohort, world.noor), reasons=reasons_for_pair(marked)
    )
    reason = row.reasons.get()
    assert (reason.label, reason.template, reason.points) == ("A", "Two %(x)s", Decimal(3))


def test_many_open_in_as_many_statements_as_few(world, django_assert_num_queries):
    cohort = cohort_of(preceptorship(world.alder))
    terms = Terms.of_cohort(cohort)
    people = make_people(world.alder, 24)
    batches = [people[:4], people[4:]]
    for batch in batches:
        half = len(batch) // 2
        pairs = [
            NewPair(
                (
                    Seat(one.pk, "guide", guide(cohort, one).pk),
                    Seat(two.pk, "learner", learner(cohort, two).pk),
                )
            )
            for one, two in zip(batch[:half], batch[half:], strict=True)
        ]
        with django_assert_num_queries(23):
            opened = open_many(terms=terms, pairs=pairs, by=SYSTEM, at=NOW)
        assert len(opened) == half
    assert Event.objects.filter(kind="relationship_opened").count() == 12


def test_all_or_none(world):
    cohort = cohort_of(preceptorship(world.alder))
    gwen = guide(cohort, world.gwen)
    seats = [
        (Seat(gwen.person_id, "guide", gwen.pk), Seat(row.person_id, "learner", row.pk))
        for row in (
            learner(cohort, make_person(world.alder, "One Learner")),
            learner(cohort, make_person(world.alder, "Two Learner")),
        )
    ]
    with pytest.raises(NoRoomLeft):
        open_many(
            terms=Terms.of_cohort(cohort),
            pairs=[NewPair(pair) for pair in seats],
            by=SYSTEM,
            at=NOW,
        )
    assert Relationship.objects.count() == 0
