"""Yes makes a pair at once; no is kind; silence ends by itself."""

from datetime import timedelta

import pytest

from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.goals.models import Goal
from guildhall.mentoring.actions.answers import accept_request, decline_request
from guildhall.mentoring.actions.request_clock import keep_requests_moving
from guildhall.mentoring.actions.requests import withdraw_request
from guildhall.mentoring.models import GuideRequest
from guildhall.notify.actions.links import use_link
from guildhall.notify.links import link_token
from guildhall.notify.models import ActionLink, Message
from guildhall.programs.models import NeverPair
from guildhall.relationships.models import Relationship
from tests.mentoring.finding import ask, give_skills, make_offer
from tests.programs.factories import make_program
from tests.world import NOW


def accept(world, row, name="gwen", **values):
    return accept_request(request=row, by=world.actor(name), at=NOW, **values)


def told(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=kind).order_by("pk").select_related("person")
    return [row.person.given_name for row in rows]


def test_a_yes_is_a_pair_with_its_rhythm_aim_and_reasons(world):
    give_skills(world.gwen, "offered", "Research")
    give_skills(world.noor, "wanted", "Research")
    row = ask(world, make_offer(world), goal="Speak up in rounds", every_days=14)
    pair = accept(world, row)
    row.refresh_from_db()
    assert (row.state, row.relationship) == ("accepted", pair)
    assert (pair.state, pair.organization, pair.program) == ("active", world.alder, None)
    assert {party.person: party.side for party in pair.parties.all()} == {
        world.gwen: "guide",
        world.noor: "learner",
    }
    pair.refresh_from_db()
    assert pair.agreed_every_days == 14
    goal = Goal.objects.get(relationship=pair)
    assert (goal.text, goal.owner) == ("Speak up in rounds", world.noor)
    assert "Skills wanted meet skills offered" in {r.label for r in pair.reasons.all()}
    assert pair.first_steps.exists()
    assert sorted(told("relationships.relationship_opened")) == ["Gwen", "Noor"]
    assert Event.objects.filter(kind="guide_request_accepted").count() == 1


def test_other_requests_end_with_a_yes_where_the_learner_said_so(world):
    rows = [ask(world, make_offer(world, name)) for name in ("gwen", "omar")]
    accept(world, rows[0])
    assert [GuideRequest.objects.get(pk=row.pk).state for row in rows] == ["accepted", "withdrawn"]
    with pytest.raises(WrongState, match="taken back meanwhile"):
        accept(world, rows[1], "omar")


def test_other_requests_stay_where_the_learner_did_not(world):
    rows = [ask(world, make_offer(world, n), ends_others=False) for n in ("gwen", "omar")]
    accept(world, rows[0])
    assert GuideRequest.objects.get(pk=rows[1].pk).state == "asked"


def test_nobody_beyond_their_places(world):
    offer = make_offer(world, places=1)
    first, second = ask(world, offer, "noor"), ask(world, offer, "tomas")
    accept(world, first)
    with pytest.raises(WrongState, match="Raise the number"):
        accept(world, second)
    assert Relationship.objects.count() == 1
    second.refresh_from_db()
    assert second.state == "asked"


def test_a_pair_that_must_not_be_does_not_begin(world):
    row = ask(world, make_offer(world))
    NeverPair.objects.create(person=world.noor, other=world.gwen, said_at=NOW)
    with pytest.raises(WrongState, match="cannot be a pair"):
        accept(world, row)


def test_across_houses_the_offers_house_owns_the_pair(world):
    make_program(world.alder, partners=[world.calder])
    row = ask(world, make_offer(world, houses=(world.calder.pk,)), "olga")
    assert accept(world, row).organization == world.alder


@pytest.mark.parametrize("says", ["yes", "no"])
def test_an_answer_may_pause_the_offer(world, says):
    offer = make_offer(world, places=2)
    row = ask(world, offer)
    if says == "yes":
        accept(world, row, pauses=True)
    else:
        decline_request(request=row, pauses=True, by=world.actor("gwen"), at=NOW)
    offer.refresh_from_db()
    assert offer.state == "paused"


def test_a_no_is_told_without_its_words(world):
    row = ask(world, make_offer(world))
    with pytest.raises(InvalidInput):
        decline_request(request=row, reason="boring", by=world.actor("gwen"), at=NOW)
    decline_request(
        request=row, reason="time", words="My mother is ill.", by=world.actor("gwen"), at=NOW
    )
    mail = Message.objects.get(kind="mentoring.request_declined")
    assert mail.person == world.noor
    assert "mother" not in mail.body
    assert "too little time" not in mail.body
    row.refresh_from_db()
    assert (row.state, row.reason, row.words) == ("declined", "time", "My mother is ill.")
    with pytest.raises(WrongState, match="settled already"):
        accept(world, row)


@pytest.mark.parametrize(
    ("name", "error"), [("noor", NotAllowed), ("maren", NotVisible), ("olga", NotVisible)]
)
def test_only_whoever_was_asked_answers(world, name, error):
    row = ask(world, make_offer(world))
    for answer in (accept_request, decline_request):
        with pytest.raises(error):
            answer(request=row, by=world.actor(name), at=NOW)


def test_one_click_in_the_mail_answers_once(world):
    row = ask(world, make_offer(world))
    links = {link.act: link for link in ActionLink.objects.all()}
    assert set(links) == {"guide_request.accept", "guide_request.decline"}
    use_link(token=link_token(links["guide_request.accept"].pk), at=NOW)
    row.refresh_from_db()
    assert row.state == "accepted"
    with pytest.raises(WrongState):
        use_link(token=link_token(links["guide_request.decline"].pk), at=NOW)


def test_a_mail_of_a_request_that_was_taken_back_says_so(world):
    row = ask(world, make_offer(world))
    withdraw_request(request=row, by=world.actor("noor"), at=NOW)
    link = ActionLink.objects.get(act="guide_request.accept")
    with pytest.raises(WrongState, match="taken back"):
        use_link(token=link_token(link.pk), at=NOW)
    assert not Relationship.objects.exists()


def test_one_reminder_and_then_an_end(world):
    row = ask(world, make_offer(world))
    for days in (9, 10.1, 11, 13):
        keep_requests_moving(at=NOW + timedelta(days=days))
    assert told("mentoring.request_reminder") == ["Gwen"]
    late = NOW + timedelta(days=14)
    with pytest.raises(WrongState, match="ended on"):
        accept_request(request=row, by=world.actor("gwen"), at=late)
    for _again in range(2):
        keep_requests_moving(at=late)
    row.refresh_from_db()
    assert row.state == "lapsed"
    assert told("mentoring.request_lapsed") == ["Noor"]


def test_three_silences_in_a_row_rest_the_offer_and_an_answer_counts_anew(world):
    offer = make_offer(world, places=9)
    at = NOW
    for name in ("noor", "tomas"):
        ask(world, offer, name, at=at)
        at += timedelta(days=15)
        keep_requests_moving(at=at)
    row = ask(world, offer, "vera", at=at)
    decline_request(request=row, by=world.actor("gwen"), at=at)
    for name in ("noor", "tomas", "omar"):
        offer.refresh_from_db()
        assert offer.state == "shown"
        ask(world, offer, name, at=at)
        at += timedelta(days=15)
        keep_requests_moving(at=at)
    offer.refresh_from_db()
    assert (offer.state, offer.unanswered) == ("rests", 3)
    assert told("mentoring.offer_rests") == ["Gwen"]
    assert Event.objects.filter(kind="guide_offer_rested").count() == 1
