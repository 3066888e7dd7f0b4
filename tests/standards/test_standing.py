"""Facts from the rooms, and what they come to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guildhall.audit.models import Event
from guildhall.core import clock
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible
from guildhall.directory.models import Membership
from guildhall.engine.standards import Outcome
from guildhall.files.enclosed import Enclosure
from guildhall.hours.actions.logging import EntryDraft, log_hours
from guildhall.hours.actions.verifying import verify_entry
from guildhall.hours.states import EntryKind
from guildhall.notify.models import Notice
from guildhall.programs.actions.prerequisites import set_prerequisite
from guildhall.relationships.models import Relationship
from guildhall.standards.actions.attesting import AttestationDraft, attest_fact
from guildhall.standards.actions.choosing import choose_packs
from guildhall.standards.actions.daily import keep_snapshot, keep_snapshots
from guildhall.standards.models import Attestation, RuleSnapshot
from guildhall.standards.queries.broken import broken_for
from guildhall.standards.queries.history import since_of, stretches_of
from guildhall.standards.queries.standing import standing_of
from tests.matching.factories import cohort_of, guide, learner, mentoring, preceptorship
from tests.programs.factories import make_people
from tests.relationships.factories import make_pair
from tests.standards.ground import CORE, day, fresh, met, nursing, rule, standing
from tests.world import NOW

MET, NOT_MET, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.NOT_MEASURABLE


def test_a_first_meeting_that_nobody_held_is_red_on_day_15_with_the_missing_row(world):
    pair = nursing(world)
    before = rule(pair, "N4a", at=day(14))
    assert before.outcome == MET
    assert before.next_breach.verdict.first_breach == day(15).date()
    after = rule(pair, "N4a", at=day(15))
    assert after.outcome == NOT_MET
    row = after.of(NOT_MET)[0]
    assert row.row.label == "Noor Rahimi and Gwen Castellan"
    assert [(one.code, one.values["by"]) for one in row.verdict.missing] == [
        ("due", day(14).date())
    ]
    met(pair, world, on=day(13))
    assert rule(pair, "N4a", at=day(15)).outcome == MET


def test_hours_count_once_they_are_verified_and_less_are_asked_of_part_time(world):
    pair = nursing(world)
    noor, gwen = world.actor("noor"), world.actor("gwen")
    end = pair.ends_on
    for number in range(1, 7):
        on = day(number)
        draft = EntryDraft(kind=EntryKind.SUPERNUMERARY, on=on.date(), minutes=600)
        row = log_hours(relationship=pair, draft=draft, by=noor, at=on)
        assert rule(pair, "N3", at=on).rows[0].verdict.evidence[0].values["n"] == 10 * (number - 1)
        verify_entry(entry=row, by=gwen, at=on)
    at = NOW.replace(year=end.year, month=end.month, day=end.day) + timedelta(days=1)
    assert rule(pair, "N3", at=at).outcome == NOT_MET
    pair.parties.get(person=world.noor).enrollment.__class__.objects.filter(
        person=world.noor
    ).update(work_share=80)
    assert rule(pair, "N3", at=at).outcome == MET


def test_learners_of_other_houses_count_and_are_not_named(world):
    pair = nursing(world)
    other = cohort_of(preceptorship(world.calder, "Placements"))
    Membership.objects.create(organization=world.calder, person=world.gwen, started_at=NOW)
    elsewhere = guide(other, world.gwen, places=2)
    for person in make_people(world.calder, 2):
        make_pair(elsewhere, learner(other, person))
    found = rule(pair, "N8", at=day(1))
    assert found.outcome == NOT_MET
    assert found.rows[0].verdict.evidence[0].values == {"n": 3, "most": 2}
    assert [one.row.label for one in found.rows] == ["Gwen Castellan"]


def test_who_waits_past_a_week_has_no_named_preceptor(world):
    pair = nursing(world)
    learner(pair.cohort, world.tomas)
    assert rule(pair, "N1", at=day(7)).outcome == MET
    late = rule(pair, "N1", at=day(8))
    assert [one.row.label for one in late.of(NOT_MET)] == ["Tomas Weber"]


def test_the_course_is_measured_where_it_was_asked_for(world):
    pair = nursing(world)
    assert rule(pair, "N7b", at=day(1)).outcome == OPEN
    program = preceptorship(world.alder, "With a course")
    course = {"key": "preceptor_course", "side": "guide", "name": "Course", "before": "start"}
    program.plan["prerequisites"] = [{**course, "why": "So that they know how."}]
    program.save()
    cohort = cohort_of(program)
    enrolled = guide(cohort, world.omar)
    second = make_pair(enrolled, learner(cohort, world.tomas))
    assert rule(second, "N7b", at=day(1)).outcome == NOT_MET
    set_prerequisite(
        prerequisite=enrolled.prerequisites.get(), is_met=True, by=world.actor("maren"), at=NOW
    )
    assert rule(second, "N7b", at=day(1)).outcome == MET


def test_what_has_no_source_is_not_measurable_and_names_the_fact(world):
    found = rule(nursing(world), "N7a", at=day(1))
    assert (found.outcome, found.unknown_facts) == (OPEN, ("preceptor_registered_on",))


def test_a_program_without_pairs_is_not_measurable_rather_than_met(world):
    program = preceptorship(world.alder)
    found = standing_of(fresh(program), at=NOW).pack(CORE)
    assert next(one for one in found.rules if one.rule.id == "N4a").outcome == OPEN


def test_pairs_that_rest_are_not_measured(world):
    pair = nursing(world)
    Relationship.objects.filter(pk=pair.pk).update(state="paused")
    assert rule(pair, "N4a", at=day(20)).rows == ()


POLICY = AttestationDraft(on=NOW.date(), until=day(100).date(), words="Version 3")


def test_an_attestation_makes_it_measurable_and_runs_out(world):
    pair = nursing(world)
    maren = world.actor("maren")
    assert rule(pair, "N9", at=NOW).outcome == OPEN
    file = Enclosure("policy.pdf", b"%PDF", "application/pdf")
    draft = AttestationDraft(on=POLICY.on, until=POLICY.until, file=file)
    row = attest_fact(program=pair.program, fact="policy", draft=draft, by=maren, at=NOW)
    found = rule(pair, "N9", at=NOW)
    assert (found.outcome, found.first_breach) == (MET, day(101).date())
    assert rule(pair, "N9", at=day(101)).outcome == NOT_MET
    event = Event.objects.get(kind="fact_attested")
    assert (event.subject_id, event.ids) == (row.pk, {"program": pair.program.pk})
    denied = AttestationDraft(on=day(1).date(), holds=False)
    attest_fact(program=pair.program, fact="policy", draft=denied, by=maren, at=day(1))
    assert rule(pair, "N9", at=day(1)).outcome == NOT_MET
    assert Attestation.objects.count() == 2


@pytest.mark.parametrize(
    ("fact", "draft", "field"),
    [
        ("policy", AttestationDraft(on=day(1).date()), "on"),
        ("policy", AttestationDraft(on=NOW.date(), until=day(-1).date()), "until"),
        ("policy", AttestationDraft(on=NOW.date(), words="x" * 301), "words"),
        ("mark_scores", AttestationDraft(on=NOW.date()), "other_red"),
        (
            "mark_scores",
            AttestationDraft(
                on=NOW.date(),
                counts={
                    "mandatory_green": 10,
                    "mandatory_amber": 1,
                    "other_green": 0,
                    "other_amber": 0,
                    "other_red": 0,
                },
            ),
            "mandatory_green",
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(world, fact, draft, field):
    pair = nursing(world)
    with pytest.raises(InvalidInput) as refused:
        attest_fact(program=pair.program, fact=fact, draft=draft, by=world.actor("ada"), at=NOW)
    assert field in refused.value.problems


def test_a_measured_fact_cannot_be_recorded(world):
    pair = nursing(world)
    with pytest.raises(InvalidInput):
        attest_fact(program=pair.program, fact="leads", draft=POLICY, by=world.actor("ada"), at=NOW)


@pytest.mark.parametrize(
    ("who", "error"),
    [("vera", NotAllowed), ("gwen", NotVisible), ("milo", NotVisible), ("olga", NotVisible)],
)
def test_only_who_runs_the_program_records_and_chooses(world, who, error):
    program = nursing(world).program
    with pytest.raises(error):
        attest_fact(program=program, fact="policy", draft=POLICY, by=world.actor(who), at=NOW)
    with pytest.raises(error):
        choose_packs(program=program, packs=[CORE], by=world.actor(who), at=NOW)


def test_choosing_packs(world):
    program, maren = nursing(world).program, world.actor("maren")
    choose_packs(program=program, packs=["us-np-school", CORE], by=maren, at=NOW)
    found = standing_of(fresh(program), at=NOW)
    assert [one.pack.id for one in found.packs] == ["us-np-school", CORE]
    choose_packs(program=program, packs=[], by=maren, at=NOW)
    assert standing_of(fresh(program), at=NOW).packs == ()
    with pytest.raises(InvalidInput):
        choose_packs(program=program, packs=["made-up"], by=maren, at=NOW)
    with pytest.raises(InvalidInput):
        choose_packs(program=mentoring(world.alder), packs=[CORE], by=maren, at=NOW)


def told() -> list[str]:
    rows = Notice.objects.filter(kind="standards.rule_broken")
    return sorted(row.person.given_name for row in rows.select_related("person"))


def test_a_day_is_kept_once_and_what_newly_breaks_is_told_once(world):
    pair = nursing(world)
    assert keep_snapshots(at=day(14)) == 1
    assert keep_snapshots(at=day(14)) == 0
    # What was so when measuring began is no news.
    assert told() == []
    kept = RuleSnapshot.objects.get(rule="N4a")
    assert (kept.outcome, kept.met, kept.first_breach) == ("met", 1, day(15).date())
    keep_snapshots(at=day(15))
    assert told() == ["Maren"]
    event = Event.objects.get(kind="rule_broken", ids__rule="N4a")
    assert event.ids == {"pack": CORE, "rule": "N4a"}
    keep_snapshots(at=day(16))
    assert told() == ["Maren"]
    program = fresh(pair.program)
    assert since_of(program)[CORE, "N4a", "not_met"] == day(15).date()
    spans = [(one.outcome, one.first, one.last) for one in stretches_of(program, CORE, "N4a")]
    assert spans == [
        ("not_met", day(15).date(), day(16).date()),
        ("met", day(14).date(), day(14).date()),
    ]


def test_today_says_how_many_required_rules_are_not_met(world, sign_in):
    pair = nursing(world)
    keep_snapshots(at=day(15))
    found = broken_for(world.actor("maren"), at=day(15))
    assert [(one.program_id, one.count) for one in found] == [(pair.program_id, 2)]
    assert broken_for(world.actor("vera"), at=day(15)) == []
    # What was measured long ago says nothing of today.
    assert broken_for(world.actor("maren"), at=day(19)) == []
    with clock.moved_to(day(15)):
        page = sign_in("maren").get("/").content.decode()
    assert "Preceptorship does not meet 2 required rules" in page


def test_a_program_without_standards_keeps_nothing(world):
    assert keep_snapshot(fresh(mentoring(world.alder)), at=NOW) is False
    assert RuleSnapshot.objects.count() == 0


def test_as_many_queries_for_one_pair_as_for_six(world):
    packs = ["nhs-nursing-core", "nhs-nursing-gold", "nmc-principles", "us-np-school"]
    pair = nursing(world, standards=packs)
    program = fresh(pair.program)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            standing_of(program, at=day(20))
        return len(queries)

    met(pair, world, on=day(3))
    one = asked()
    people = make_people(world.alder, 10)
    for first, second in zip(people[::2], people[1::2], strict=True):
        row = make_pair(guide(pair.cohort, first), learner(pair.cohort, second))
        assert row.program == program
    assert Membership.objects.count() > 10
    assert asked() == one
    assert len(standing(pair, at=day(20)).pack(CORE).rules[0].rows) == 6
