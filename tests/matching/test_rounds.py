"""Drafts: started, solved in the background, changed, copied, put away."""

from decimal import Decimal

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.matching.actions.rounds import (
    RoundChanges,
    archive_round,
    change_round,
    copy_round,
    solve_again,
    start_round,
)
from guildhall.matching.criteria import (
    require_readable,
    round_criteria,
    rule_switches,
    weights_of,
    with_changes,
)
from guildhall.matching.models import MatchRound, SolvedProblem
from guildhall.matching.queries.rounds import compare_rounds, round_summary
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.template_files import load_templates
from guildhall.work.models import Job
from guildhall.work.running import run_job
from tests.matching.factories import learner, pairs_of, solved, started
from tests.world import NOW, make_person


def test_a_round_is_solved_with_proof_and_reasons(draft, hall):
    assert (draft.letter, draft.state, draft.solved_revision) == ("A", "draft", 1)
    assert pairs_of(draft) == {("Noor", "Gwen"), ("Tomas", "Omar")}
    summary = round_summary(draft)
    assert (summary.figures.matched, summary.figures.total) == (2, Decimal(45))
    assert summary.proof.is_proven
    assert "Checked again from your lists, apart from the search" in summary.proof.sentences
    proposal = draft.proposals.get(learner=hall.noor)
    assert [(c["label"], c["points"], c["readable_by"]) for c in proposal.contributions] == [
        ("Goals meet expertise", "20", "pair"),
        ("A wish about who they are", "5", "nobody"),
        ("Waited since the last round", "0", "coordinator"),
    ]


def test_starting_is_recorded_and_queued(hall, world):
    round = started(hall.cohort, by=world.actor("maren"))
    event = Event.objects.get(kind="round_started")
    assert (event.subject_id, event.person_id) == (round.pk, world.maren.pk)
    assert event.organization_id == world.alder.pk
    assert Job.objects.get().key == f"matching.solve:{round.pk}:1"


@pytest.mark.parametrize(
    ("name", "error"), [("vera", NotAllowed), ("noor", NotVisible), ("olga", NotVisible)]
)
def test_only_coordinators_start_and_change(draft, hall, world, name, error):
    actor = world.actor(name)
    with pytest.raises(error):
        start_round(cohort=hall.cohort, by=actor, at=NOW)
    with pytest.raises(error):
        change_round(round=draft, changes=RoundChanges(name="Mine"), by=actor, at=NOW)


def test_letters_go_on_and_do_not_repeat(hall):
    assert [started(hall.cohort).letter for _ in range(3)] == ["A", "B", "C"]
    MatchRound.objects.bulk_create(
        MatchRound(cohort=hall.cohort, letter=f"x{n}", created_at=NOW) for n in range(23)
    )
    assert started(hall.cohort).letter == "AA"


def test_a_weight_and_a_rule_change_the_result(draft, hall, world):
    changes = RoundChanges(weights={"skills": 0, "identity": 50}, objective="best")
    change_round(round=draft, changes=changes, by=world.actor("maren"), at=NOW)
    round = solved(draft)
    assert (round.revision, round.solved_revision, round.objective) == (2, 2, "best")
    summary = round_summary(round)
    assert {w.id: w.weight for w in summary.weights} == {
        "skills": 0,
        "identity": 50,
        "waited": 10,
    }
    assert summary.figures.total == Decimal(50)


def test_a_rule_that_guards_people_stays_on(draft):
    with pytest.raises(InvalidInput) as refused:
        change_round(round=draft, changes=RoundChanges(rules={"never": False}), by=SYSTEM, at=NOW)
    assert refused.value.problems == {"rule_never": "This rule guards people and stays on."}
    draft.refresh_from_db()
    assert draft.revision == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (RoundChanges(weights={"charm": 3}), "weight_charm"),
        (RoundChanges(weights={"skills": -1}), "weight_skills"),
        (RoundChanges(weights={"skills": float("nan")}), "weight_skills"),
        (RoundChanges(rules={"luck": True}), "rule_luck"),
        (RoundChanges(objective="loud"), "objective"),
        (RoundChanges(minimum_score=Decimal(-5)), "minimum_score"),
    ],
)
def test_bad_changes_name_their_field(draft, changes, field):
    with pytest.raises(InvalidInput) as refused:
        change_round(round=draft, changes=changes, by=SYSTEM, at=NOW)
    assert list(refused.value.problems) == [field]


def test_a_minimum_says_what_it_costs(draft):
    change_round(round=draft, changes=RoundChanges(minimum_score=Decimal(22)), by=SYSTEM, at=NOW)
    round = solved(draft)
    assert pairs_of(round) == {("Noor", "Gwen")}
    proof = round_summary(round).proof
    assert (proof.matched_with_minimum, proof.matched_without_minimum) == (1, 2)
    change_round(round=round, changes=RoundChanges(has_minimum=False), by=SYSTEM, at=NOW)
    assert len(pairs_of(solved(round))) == 2


def test_a_copy_keeps_the_draft_it_came_from(draft, hall):
    copy = copy_round(round=draft, by=SYSTEM, at=NOW, changes=RoundChanges(weights={"skills": 5}))
    copy = solved(copy)
    draft.refresh_from_db()
    assert (copy.letter, copy.copied_from_id) == ("B", draft.pk)
    assert round_summary(copy).before_weights["skills"] == 20
    table = compare_rounds([draft, copy])
    assert [row.figures.total for row in table] == [Decimal(45), Decimal(15)]
    assert table[0].spread[0] == Decimal(20)


def test_an_old_solve_never_overwrites_a_newer_one(draft, hall):
    first = Job.objects.get()
    change_round(round=draft, changes=RoundChanges(name="Second"), by=SYSTEM, at=NOW)
    round = solved(draft)
    Job.objects.filter(pk=first.pk).update(state="queued", run_after=NOW)
    stored = list(round.proposals.values_list("pk", flat=True))
    assert run_job(first.pk).result["outcome"] == "superseded"
    assert list(round.proposals.values_list("pk", flat=True)) == stored


def test_a_killed_worker_is_taken_back(hall):
    round = started(hall.cohort)
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(
        state="leased", lease_token="dead", lease_until=NOW, tries=1
    )
    assert solved(round).state == "draft"
    job.refresh_from_db()
    assert (job.state, job.tries, job.result["pairs"]) == ("done", 2, 2)


def test_criteria_that_cannot_be_read_are_an_answer(hall):
    round = started(hall.cohort)
    round.criteria["preferences"][0]["field"] = "nothing"
    round.save()
    round = solved(round)
    assert round.state == "failed"
    assert "nothing" in round.error
    assert Job.objects.get().result == {"outcome": "failed"}


def test_a_value_that_cannot_be_read_counts_as_missing_and_is_named(hall, world):
    hall.cohort.program.criteria["fields"]["team"] = {
        "label": "Grade",
        "kind": "ordinal",
        "order": ["North", "South", "East"],
    }
    hall.cohort.program.save()
    round = solved(started(hall.cohort))
    assert round.state == "draft"
    assert round_summary(round).proof.unread == ((hall.tomas.pk, "Grade"),)


def test_who_waited_comes_first(hall, world):
    newcomer = make_person(world.alder, "Aaron Early")
    early = learner(hall.cohort, newcomer, team="East", skills=["Surgery", "Writing"])
    hall.tomas.state = "waiting"
    hall.tomas.save()
    round = solved(started(hall.cohort))
    assert ("Tomas", "Omar") in pairs_of(round)
    assert round.unmatched.get().enrollment == early


def test_putting_away_deletes_what_it_knew(draft):
    archive_round(round=draft, by=SYSTEM, at=NOW)
    assert SolvedProblem.objects.count() == 0
    with pytest.raises(WrongState, match="Draft A was put away"):
        solve_again(round=draft, by=SYSTEM, at=NOW)


def test_what_is_kept_is_sealed_and_nameless(draft, hall):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM matching_solvedproblem")
        raw = cursor.fetchone()[0]
    assert "Python" not in raw
    plain = SolvedProblem.objects.get().sealed
    assert "Gwen" not in plain


@pytest.mark.parametrize("template", load_templates().values(), ids=lambda one: one.key)
def test_every_template_can_be_matched(template):
    criteria, objective = round_criteria(template.match)
    require_readable(criteria)
    assert objective in ("fair", "best", "stable")
    guarded = {switch.id for switch in rule_switches(criteria) if switch.is_locked}
    assert "never_with" in guarded or not criteria.get("rules")
    weights = {weight.id: weight.weight for weight in weights_of(criteria)}
    halved = with_changes(criteria, weights={key: value / 2 for key, value in weights.items()})
    assert [w.weight for w in weights_of(halved)] == [
        (value / 2).quantize(Decimal("0.01")) for value in weights.values()
    ]
