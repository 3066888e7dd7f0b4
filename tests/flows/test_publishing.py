"""Publication: everything at once or nothing, one message each, nobody beyond their room."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import NoRoomLeft, NotAllowed, NotVisible, WrongState
from guildhall.flows.actions.publishing import publish_round
from guildhall.flows.queries.publishing import preview_messages, rendered
from guildhall.matching.actions.rounds import RoundChanges, change_round
from guildhall.matching.actions.words import say_about_pair
from guildhall.matching.models import Publication
from guildhall.notify.models import ActionLink, Message, Notice
from guildhall.permissions.actor import SYSTEM
from guildhall.programs.models import Enrollment, NeverPair
from guildhall.relationships.models import Relationship
from tests.matching.factories import (
    cohort_of,
    guide,
    learner,
    preceptorship,
    solved,
    started,
)
from tests.matching.hall import make_hall
from tests.programs.factories import make_people, make_program
from tests.relationships.factories import make_pair
from tests.world import NOW, make_person


@pytest.fixture
def hall(world):
    return make_hall(world)


@pytest.fixture
def draft(hall):
    return solved(started(hall.cohort))


def state(enrollment):
    return Enrollment.objects.get(pk=enrollment.pk).state


def test_mentoring_is_offered_and_everybody_told_once(draft, hall, world):
    publication = publish_round(round=draft, by=world.actor("maren"), at=NOW)
    assert (publication.pairs, publication.messages) == (2, 4)
    assert publication.published_by == world.maren
    draft.refresh_from_db()
    assert draft.state == "published"
    pairs = Relationship.objects.filter(cohort=hall.cohort)
    assert {row.state for row in pairs} == {"offered"}
    assert {row.offer_expires_at for row in pairs} == {NOW + timedelta(days=14)}
    assert {state(row) for row in (hall.gwen, hall.omar, hall.noor, hall.tomas)} == {"matched"}
    assert Event.objects.filter(kind="relationship_offered").count() == 2
    assert Event.objects.get(kind="round_published").subject_id == draft.pk
    mail = Message.objects.get(person=world.noor)
    assert mail.key == f"publication:{publication.pk}:{world.noor.pk}"
    assert (mail.kind, mail.subject) == (
        "relationships.match_offered",
        "A match for you: Gwen Castellan",
    )
    assert "- Goals meet expertise: Python, Teaching" in mail.body
    assert "wish" not in mail.body
    own = pairs.get(parties__person=world.noor)
    assert mail.path == f"/relationships/{own.pk}/"
    acts = ActionLink.objects.filter(person=world.noor).values_list("act", "subject_id")
    assert set(acts) == {("relationship.accept", own.pk), ("relationship.decline", own.pk)}
    assert [r.label for r in own.reasons.all()] == ["Goals meet expertise"]


def test_a_preceptorship_opens_at_once(world):
    cohort = cohort_of(preceptorship(world.alder))
    guide(cohort, world.gwen, places=2, team="North", skills=["Python"])
    for person in (world.noor, world.tomas):
        learner(cohort, person, team="East", skills=["Python"])
    round = solved(started(cohort))
    publication = publish_round(round=round, by=SYSTEM, at=NOW)
    assert {row.state for row in Relationship.objects.all()} == {"active"}
    assert publication.messages == 3
    gwen = Message.objects.get(person=world.gwen)
    assert gwen.subject == "You are matched with Noor Rahimi and Tomas Weber"
    assert gwen.path == "/relationships/"
    assert "A good first step: Choose a time for the first meeting" in gwen.body
    assert ActionLink.objects.count() == 0


def test_those_without_a_match_wait_and_get_a_kind_note(hall, world):
    alone = learner(hall.cohort, make_person(world.alder, "Ali One"), team="West")
    round = solved(started(hall.cohort))
    publish_round(round=round, by=SYSTEM, at=NOW)
    row = Enrollment.objects.get(pk=alone.pk)
    assert (row.state, row.waiting_since) == ("waiting", NOW)
    note = Message.objects.get(person=alone.person)
    assert note.kind == "programs.waiting"
    again = solved(started(hall.cohort))
    assert again.criteria["preferences"][-1]["id"] == "waited"


def test_the_note_can_be_left_out(hall, world):
    alone = learner(hall.cohort, make_person(world.alder, "Ali One"), team="West")
    round = solved(started(hall.cohort))
    publish_round(round=round, by=SYSTEM, at=NOW, tells_waiting=False)
    assert state(alone) == "waiting"
    assert not Notice.objects.filter(person=alone.person).exists()


def test_the_preview_is_what_goes_out(hall, world):
    learner(hall.cohort, make_person(world.alder, "Ali One"), team="West")
    round = solved(started(hall.cohort))
    shown = rendered(preview_messages(round, at=NOW))
    assert Message.objects.count() == Relationship.objects.count() == 0
    publish_round(round=round, by=SYSTEM, at=NOW)
    sent = {m.person_id: m for m in Message.objects.all()}
    assert {p.to.pk for p in shown} == set(sent)
    for preview in shown:
        mail = sent[preview.to.pk]
        assert (preview.kind, preview.rendered.subject) == (mail.kind, mail.subject)
        for paragraph in mail.body.split("\n\n"):
            assert paragraph.startswith("[[") or paragraph in preview.rendered.text
        if preview.kind == "relationships.match_offered":
            assert "Not this time:" in preview.rendered.text


def test_twice_is_refused(draft, world):
    publish_round(round=draft, by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="Draft A is published"):
        publish_round(round=draft, by=world.actor("maren"), at=NOW)
    assert (Publication.objects.count(), Message.objects.count()) == (1, 4)


def test_a_draft_that_does_not_stand_is_refused(draft, hall):
    say_about_pair(
        round=draft,
        guide=hall.gwen,
        learner=hall.noor,
        say="forbid",
        by=SYSTEM,
        at=NOW,
        solves=False,
    )
    with pytest.raises(WrongState, match="changed and not solved"):
        publish_round(round=draft, by=SYSTEM, at=NOW)
    change_round(round=draft, changes=RoundChanges(name="x"), by=SYSTEM, at=NOW)
    with pytest.raises(WrongState, match="being solved"):
        publish_round(round=draft, by=SYSTEM, at=NOW)


def test_an_empty_draft_is_refused(world):
    cohort = cohort_of(preceptorship(world.alder))
    learner(cohort, world.noor)
    with pytest.raises(WrongState, match="no pair in this draft"):
        publish_round(round=solved(started(cohort)), by=SYSTEM, at=NOW)


def nothing_happened(round):
    round.refresh_from_db()
    assert round.state == "draft"
    assert Publication.objects.count() == Message.objects.count() == Notice.objects.count() == 0
    assert not Event.objects.filter(kind="round_published").exists()


def test_a_guide_who_filled_up_meanwhile_is_named(draft, hall, world):
    other = cohort_of(preceptorship(world.alder))
    again = guide(other, world.gwen, places=3)
    world.gwen.profile.capacity = 1
    world.gwen.profile.save()
    make_pair(again, learner(other, make_person(world.alder, "Fast One")))
    with pytest.raises(NoRoomLeft, match="Gwen Castellan: no free place is left"):
        publish_round(round=draft, by=SYSTEM, at=NOW)
    nothing_happened(draft)
    assert Relationship.objects.filter(cohort=hall.cohort).count() == 0


def test_somebody_who_withdrew_is_named(draft, hall):
    hall.tomas.state = "withdrawn"
    hall.tomas.save()
    with pytest.raises(NoRoomLeft, match="Tomas Weber: no longer taking part"):
        publish_round(round=draft, by=SYSTEM, at=NOW)
    nothing_happened(draft)


def test_a_never_that_was_said_meanwhile_is_heard(draft, world):
    NeverPair.objects.create(person=world.noor, other=world.gwen, said_at=NOW)
    with pytest.raises(WrongState, match="Noor Rahimi and Gwen Castellan cannot be paired"):
        publish_round(round=draft, by=SYSTEM, at=NOW)
    nothing_happened(draft)


@pytest.mark.parametrize(
    ("name", "error"), [("vera", NotAllowed), ("noor", NotVisible), ("olga", NotVisible)]
)
def test_only_coordinators_publish(draft, world, name, error):
    with pytest.raises(error):
        publish_round(round=draft, by=world.actor(name), at=NOW)
    nothing_happened(draft)


def test_a_circle_sits_together(world):
    program = make_program(world.alder, "Circle", template="mentoring-circle")
    cohort = cohort_of(program)
    guide(cohort, world.gwen, places=6)
    for person in (world.noor, world.tomas):
        learner(cohort, person)
    program.criteria = {"fields": {}, "preferences": [], "rules": []}
    program.save()
    round = solved(started(cohort))
    publication = publish_round(round=round, by=SYSTEM, at=NOW)
    assert publication.pairs == 2
    circle = Relationship.objects.get()
    assert circle.parties.count() == 3
    assert circle.reasons.count() == 0
    assert ActionLink.objects.filter(person=world.gwen).count() == 2


def test_statements_do_not_grow_with_the_pairs(world, django_assert_max_num_queries):
    cohort = cohort_of(preceptorship(world.alder))
    people = make_people(world.alder, 60)
    for one, two in zip(people[:30], people[30:], strict=True):
        guide(cohort, one, team="North", skills=["Python"])
        learner(cohort, two, team="East", skills=["Python"])
    round = solved(started(cohort))
    with django_assert_max_num_queries(60):
        publication = publish_round(round=round, by=SYSTEM, at=NOW)
    assert (publication.pairs, publication.messages) == (30, 60)
