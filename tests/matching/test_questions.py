"""What the studio asks: why, why not, who is without, who changed, files."""

from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from guildhall.core.errors import NotVisible, WrongState
from guildhall.engine.tables import read_table
from guildhall.matching.actions.rounds import archive_round
from guildhall.matching.queries.export import pairs_csv, round_workbook, unmatched_csv
from guildhall.matching.queries.groups import grouping_fields, groups_by
from guildhall.matching.queries.pair import pair_detail, why_not
from guildhall.matching.queries.proposals import proposal_rows, proposals
from guildhall.matching.queries.rounds import compare_rounds, round_summary, rounds_of
from guildhall.matching.queries.staleness import staleness
from guildhall.matching.queries.unmatched import (
    unmatched_groups,
    unmatched_page,
    unmatched_rows,
)
from guildhall.people.actions.availability import Window, set_availability
from guildhall.people.actions.profile import change_profile
from guildhall.permissions.actor import SYSTEM
from tests.matching.factories import cohort_of, guide, learner, mentoring, solved, started
from tests.programs.factories import make_people, make_program
from tests.world import NOW, make_person


def test_why_this_pair(draft, hall):
    detail = pair_detail(draft, learner_id=hall.noor.pk, guide_id=hall.gwen.pk)
    assert (detail.is_pair, detail.score, detail.maximum) == (True, 25, 35)
    assert sum(share.points for share in detail.contributions) == detail.score
    assert (detail.learner_rank, detail.learner_choices) == (1, 2)
    assert (detail.alternative.guide, detail.alternative.points) == (hall.omar, -25)
    skills = next(field for field in detail.fields if field.name == "skills")
    assert [(mark.text, mark.is_shared) for mark in skills.learner] == [
        ("Python", True),
        ("Teaching", True),
    ]
    assert "identity" not in {field.name for field in detail.fields}
    assert detail.said == ""


def test_profiles_read_in_words_and_in_the_readers_time_zone(world):
    fields = {
        "languages": {"label": "Languages", "kind": "list"},
        "hours": {"label": "Hours of the week", "kind": "hours"},
        "years_of_experience": {"label": "Years", "kind": "number"},
        "time_zone_offset": {"label": "Time zone", "kind": "number"},
    }
    cohort = cohort_of(make_program(world.alder, criteria={"fields": fields}))
    for person in (world.gwen, world.noor):
        window = Window(weekday=1, start_minute=16 * 60, end_minute=18 * 60)
        set_availability(person=person, windows=[window], by=SYSTEM, at=NOW)
        change_profile(person=person, languages=["en"], years_of_experience=1, by=SYSTEM, at=NOW)
    gwen, noor = guide(cohort, world.gwen), learner(cohort, world.noor)
    round = solved(started(cohort))
    with timezone.override("America/New_York"):
        detail = pair_detail(round, learner_id=noor.pk, guide_id=gwen.pk)
    zone = world.gwen.time_zone
    shown = {field.label: [mark.text for mark in field.guide] for field in detail.fields}
    assert zone == "UTC"
    assert shown == {
        "Languages": ["English"],
        "Hours of the week, New York time": ["Tuesdays 11 am–1 pm"],
        "Years": ["1 year"],
        "Time zone": ["UTC"],
    }


def test_the_answer_fits_the_draft_and_not_the_present(draft, hall):
    hall.gwen.details = {"team": "East", "skills": []}
    hall.gwen.save()
    detail = pair_detail(draft, learner_id=hall.noor.pk, guide_id=hall.gwen.pk)
    assert detail.score == 25


def test_why_not_another_pair(draft, hall):
    answer = why_not(draft, learner_id=hall.noor.pk, guide_id=hall.omar.pk)
    assert answer.is_possible
    assert (answer.total_cost, answer.matched_cost) == (45, 0)
    assert {move.learner_name for move in answer.moves} == {"Noor Rahimi", "Tomas Weber"}
    assert "All pairs together lose 45 points" in answer.sentences


def test_people_who_were_not_in_it_are_not_there(draft, hall, world):
    other = cohort_of(hall.cohort.program, "Autumn")
    stranger = guide(other, make_person(world.alder, "New Comer"))
    late = learner(hall.cohort, make_person(world.alder, "Late Comer"))
    for enrollment in (stranger, late):
        with pytest.raises(NotVisible):
            pair_detail(draft, learner_id=enrollment.pk, guide_id=hall.gwen.pk)


def test_a_draft_that_was_put_away_explains_nothing(draft, hall):
    archive_round(round=draft, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="keeps no explanations"):
        why_not(draft, learner_id=hall.noor.pk, guide_id=hall.omar.pk)


def test_the_list_is_weakest_first_and_searched(draft):
    rows = proposal_rows(proposals(draft), round=draft)
    assert [(r.learner_name, r.score) for r in rows] == [("Tomas Weber", 20), ("Noor Rahimi", 25)]
    assert rows[1].telling == "Goals meet expertise"
    assert [
        r.guide_name for r in proposal_rows(proposals(draft, search="gwen rah"), round=draft)
    ] == ["Gwen Castellan"]
    assert list(proposals(draft, only="pinned")) == []


def test_the_unmatched_have_a_reason(hall, world):
    for name in ("Ilse North", "Jon North"):
        learner(hall.cohort, make_person(world.alder, name), team="North", skills=["Python"])
    alone = learner(hall.cohort, make_person(world.alder, "Kai Both"), team="North")
    hall.omar.places = 0
    hall.omar.save()
    round = solved(started(hall.cohort))
    groups = {group.code: group for group in unmatched_groups(round)}
    assert groups["only_paused"].count == 3
    assert groups["only_paused"].rules == (("Another team", 3),)
    rows = unmatched_page(unmatched_rows(round, code="only_paused"), round=round)
    assert {row.name for row in rows} == {"Ilse North", "Jon North", "Kai Both"}
    assert next(row for row in rows if row.enrollment_id == alone.pk).reason == (
        "Only mentors without a place fit: Omar Haddad"
    )


def test_staleness_names_who_came_and_went(draft, hall, world):
    assert not staleness(draft, at=NOW).is_stale
    late = learner(hall.cohort, make_person(world.alder, "Late Comer"))
    hall.tomas.state = "withdrawn"
    hall.tomas.save()
    hall.gwen.places = 0
    hall.gwen.save()
    found = staleness(draft, at=NOW)
    assert (found.joined, found.left, found.fewer_places) == ((late,), (hall.tomas,), (hall.gwen,))
    assert found.is_stale
    assert found.is_blocking


@pytest.fixture
def crowd(world):
    """Twelve learners in the East, nine in the West, and room for all."""
    cohort = cohort_of(mentoring(world.alder))
    guide(cohort, world.gwen, places=30, team="North", skills=["Python"])
    for number, person in enumerate(make_people(world.alder, 21)):
        team = "East" if number < 12 else "West"
        learner(cohort, person, team=team, skills=["Python"], identity="f")
    return solved(started(cohort))


def test_small_groups_stay_hidden_and_cannot_be_subtracted(crowd):
    assert ("team", "Team") in grouping_fields(crowd)
    assert "identity" not in dict(grouping_fields(crowd))
    assert groups_by(crowd, "identity") is None
    found = groups_by(crowd, "team")
    assert found.shown == ()
    assert set(found.hidden) == {"East", "West"}
    assert (found.everyone.learners, found.everyone.matched) == (21, 21)
    assert sum(count for _label, count in found.everyone.bins) == 21


def test_large_groups_are_shown(crowd, world):
    west = make_person(world.alder, "Tenth West")
    learner(crowd.cohort, west, team="West", skills=["Python"])
    round = solved(started(crowd.cohort))
    found = groups_by(round, "team")
    assert [(g.label, g.learners) for g in found.shown] == [("East", 12), ("West", 10)]
    assert found.hidden == ()


def test_files_hold_no_formula_and_no_secret_wish(draft, hall):
    hall.noor.person.given_name = "=cmd()"
    hall.noor.person.save()
    data = pairs_csv(draft)
    assert b"'=cmd() Rahimi" in data
    assert b"A wish about who they are" not in data
    table = read_table(data, name="pairs.csv")
    assert {row.cells["Learner"] for row in table.rows} == {"=cmd() Rahimi", "Tomas Weber"}
    book = load_workbook(BytesIO(round_workbook(draft)))
    cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "'=cmd() Rahimi" in cells
    assert unmatched_csv(draft).decode("utf-8-sig").startswith("Learner,")


def test_queries_do_not_grow_with_the_rows(world, django_assert_num_queries):
    counts = []
    for size, start in ((3, 0), (9, 100)):
        cohort = cohort_of(mentoring(world.alder, f"Program {size}"))
        people = make_people(world.alder, size * 2, start=start)
        for number in range(size):
            guide(cohort, people[number], team="North", skills=["Python"])
            learner(cohort, people[size + number], team="East", skills=["Python"])
        round = solved(started(cohort))
        counts.append((cohort, round))
    maren = world.actor("maren")
    for cohort, round in counts:
        with django_assert_num_queries(9):
            found = list(rounds_of(cohort, actor=maren))
            round_summary(found[0])
            proposal_rows(proposals(found[0]), round=found[0])
            unmatched_groups(found[0])
            unmatched_page(unmatched_rows(found[0]), round=found[0])
            compare_rounds(found)
            pairs_csv(round)
            unmatched_csv(round)
        with django_assert_num_queries(10):
            staleness(round, at=NOW)
