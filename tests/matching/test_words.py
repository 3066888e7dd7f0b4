"""Pin, forbid, clear, swap."""

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.matching.actions.rounds import solve_again
from guildhall.matching.actions.words import say_about_pair, swap_pairs, try_pair
from guildhall.matching.models import MatchRound
from guildhall.matching.queries.apart import broken_pins
from guildhall.matching.queries.difference import difference_since_last_solve
from guildhall.matching.queries.staleness import staleness
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import NeverPair
from guildhall.relationships.actions.opening import open as open_pair
from guildhall.work.models import Job
from tests.matching.factories import learner, pairs_of, solved, started
from tests.world import NOW, make_person


def say(draft, guide, learner, word, **more):
    return say_about_pair(
        round=draft, guide=guide, learner=learner, say=word, by=SYSTEM, at=NOW, **more
    )


def test_a_pin_holds_and_the_change_is_shown(draft, hall):
    say(draft, hall.omar, hall.noor, "pin")
    round = solved(draft)
    assert pairs_of(round) == {("Noor", "Omar"), ("Tomas", "Gwen")}
    assert round.proposals.get(learner=hall.noor).is_pinned
    changes = difference_since_last_solve(round)
    assert (changes.new, changes.changed, changes.removed, changes.unchanged) == (0, 2, 0, 0)
    noor = next(row for row in changes.rows if row.learner_name == "Noor Rahimi")
    assert [name for name, _ in noor.before] == ["Gwen Castellan"]
    assert [name for name, _ in noor.after] == ["Omar Haddad"]
    assert noor.points == -25
    event = Event.objects.get(kind="pair_pinned")
    assert event.ids == {"guide": hall.omar.person_id, "learner": hall.noor.person_id}


def test_a_pin_against_a_rule_is_flagged(draft, hall):
    hall.tomas.details = {**hall.tomas.details, "team": "North"}
    hall.tomas.save()
    say(draft, hall.gwen, hall.tomas, "pin")
    round = solved(draft)
    assert round.proposals.get(learner=hall.tomas).breaks_rule == "Another team"


def test_forbidden_then_cleared(draft, hall):
    say(draft, hall.gwen, hall.noor, "forbid")
    assert ("Noor", "Gwen") not in pairs_of(solved(draft))
    say(draft, hall.gwen, hall.noor, "clear")
    assert ("Noor", "Gwen") in pairs_of(solved(draft))


def test_several_words_can_be_collected(draft, hall):
    jobs = Job.objects.count()
    say(draft, hall.gwen, hall.noor, "forbid", solves=False)
    draft.refresh_from_db()
    assert Job.objects.count() == jobs
    assert (draft.state, draft.revision, draft.solved_revision) == ("draft", 2, 1)


def test_two_pairs_swap(draft, hall):
    first, second = draft.proposals.order_by("pk")
    swap_pairs(round=draft, first=first, second=second, by=SYSTEM, at=NOW)
    round = solved(draft)
    assert pairs_of(round) == {("Noor", "Omar"), ("Tomas", "Gwen")}
    assert set(round.proposals.values_list("is_pinned", flat=True)) == {True}


def test_no_more_pins_than_places(draft, hall):
    say(draft, hall.gwen, hall.noor, "pin")
    with pytest.raises(WrongState, match="Gwen Castellan has 1 free place"):
        say(draft, hall.gwen, hall.tomas, "pin")
    with pytest.raises(WrongState, match="Noor Rahimi has 1 free place"):
        say(draft, hall.omar, hall.noor, "pin")


def test_strangers_and_wrong_sides_are_refused(draft, hall, world):
    with pytest.raises(InvalidInput, match="one person on each side"):
        say(draft, hall.noor, hall.gwen, "pin")
    stranger = learner(hall.cohort, make_person(world.alder, "Someone Else"))
    stranger.state = "withdrawn"
    stranger.save()
    with pytest.raises(InvalidInput, match="Someone Else does not take part"):
        say(draft, hall.gwen, stranger, "pin")


def test_a_pair_that_is_there_is_neither_pinned_nor_proposed(draft, hall, world):
    hall.gwen.places = hall.noor.places = 2
    hall.gwen.save()
    hall.noor.save()
    world.gwen.profile.capacity = 2
    world.gwen.profile.save()
    open_pair(
        organization=world.alder,
        guides=[world.gwen],
        learners=[world.noor],
        program=hall.cohort.program,
        cohort=hall.cohort,
        enrollments=[hall.gwen, hall.noor],
        opens_at_once=True,
        by=SYSTEM,
        at=NOW,
    )
    with pytest.raises(WrongState, match="Noor Rahimi and Gwen Castellan are a pair already"):
        say(draft, hall.gwen, hall.noor, "pin")
    say(draft, hall.gwen, hall.tomas, "clear")
    assert pairs_of(solved(draft)) == {("Noor", "Omar"), ("Tomas", "Gwen")}


def never(one, other):
    NeverPair.objects.create(person=one.person, other=other.person, said_at=NOW)


@pytest.mark.parametrize("who", ["guide", "learner"])
def test_two_who_must_not_be_paired_cannot_be_pinned(draft, hall, who):
    asked = (hall.omar, hall.noor) if who == "guide" else (hall.noor, hall.omar)
    never(*asked)
    words = "^Noor Rahimi and Omar Haddad must not be paired, so they cannot be pinned.$"
    with pytest.raises(WrongState, match=words):
        say(draft, hall.omar, hall.noor, "pin")
    first, second = draft.proposals.order_by("pk")
    with pytest.raises(WrongState, match=words):
        swap_pairs(round=draft, first=first, second=second, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match=words):
        try_pair(round=draft, guide=hall.omar, learner=hall.noor, by=SYSTEM, at=NOW)
    assert not draft.words.exists()
    assert MatchRound.objects.count() == 1
    say(draft, hall.omar, hall.tomas, "pin")


def test_a_list_that_nobody_reads_keeps_apart_too(draft, hall):
    """The rule may read a column of a file, or an answer, instead of what people told us."""
    draft.criteria["fields"]["never_with"]["learner"] = "detail:Avoid"
    draft.save()
    hall.noor.details = {**hall.noor.details, "Avoid": str(hall.omar.person_id)}
    hall.noor.save()
    with pytest.raises(WrongState, match="must not be paired"):
        say(draft, hall.omar, hall.noor, "pin")


def test_a_pin_that_is_broken_later_is_named_left_out_and_never_made(draft, hall):
    say(draft, hall.omar, hall.noor, "pin")
    round = solved(draft)
    assert not staleness(round, at=NOW).is_blocking
    never(hall.noor, hall.omar)
    found = staleness(round, at=NOW)
    assert [(p.learner, p.guide) for p in found.apart] == [(hall.noor, hall.omar)]
    assert found.is_blocking
    assert [(w.learner, w.guide) for w in broken_pins(round)] == [(hall.noor, hall.omar)]
    solve_again(round=round, by=SYSTEM, at=NOW)
    round = solved(round)
    assert pairs_of(round) == {("Noor", "Gwen"), ("Tomas", "Omar")}
    assert not staleness(round, at=NOW).is_blocking
    assert len(broken_pins(round)) == 1
    say(round, hall.omar, hall.noor, "clear")
    assert broken_pins(round) == []


def test_who_asked_never_to_meet_is_heard_without_a_rule(hall):
    program = hall.cohort.program
    program.criteria["rules"] = program.criteria["rules"][:1]
    program.save()
    never(hall.gwen, hall.noor)
    assert pairs_of(solved(started(hall.cohort))) == {("Noor", "Omar"), ("Tomas", "Gwen")}
