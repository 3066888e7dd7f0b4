"""Versions, signatures, what holds, and the days on which it is looked at again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from guildhall.agreements.actions.agreement import sign_version, write_version
from guildhall.agreements.actions.expectations import settle_topic
from guildhall.agreements.actions.reviews import keep_agreement, remind_of_reviews
from guildhall.agreements.models import AgreementVersion, Review
from guildhall.agreements.queries.comparison import side_names
from guildhall.agreements.queries.reading import changed_terms, read_version
from guildhall.agreements.queries.terms import AgreedTerms, review_days, terms_of
from guildhall.audit.models import Event
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.notify.actions.links import use_link
from guildhall.notify.links import link_token
from guildhall.notify.models import ActionLink, Message
from guildhall.relationships.actions.course import close_relationship
from guildhall.relationships.plans import agreed_cadence
from tests.agreements.factories import (
    answer,
    both_answer,
    circle,
    latest,
    proposal,
)
from tests.world import NOW


def write(row, world, name="gwen", *, at=NOW, based_on=0, **changes):
    terms = replace(proposal(world, row, name, at=at), **changes)
    return write_version(
        relationship=row, terms=terms, based_on=based_on, by=world.actor(name), at=at
    )


def sign(row, world, name="noor", *, at=NOW):
    return sign_version(version=latest(row), by=world.actor(name), at=at)


def told(kind):
    rows = Message.objects.filter(kind=f"agreements.{kind}").order_by("pk")
    return [message.person.given_name for message in rows]


def test_without_answers_a_draft_says_what_is_usual_and_what_the_program_plans(pair, world):
    terms = proposal(world, pair)
    planned = pair.program.plan["cadence"]
    assert (terms.every_days, terms.minutes) == (planned["every_days"], planned["minutes"])
    assert terms.until == pair.ends_on == date(2027, 5, 15)
    assert terms.texts["booking"] == "Noor"
    assert terms.texts["confidence"] == "Everything stays between us"
    assert terms.texts["introductions"] == ""
    assert terms.reviews == (date(2027, 2, 14), date(2027, 5, 15))


def test_with_answers_it_begins_with_what_both_said_and_settled(pair, world):
    both_answer(world, pair)
    current = pair.expectation_rounds.get()
    for topic, choice, words in (("replies", "own", "On Fridays"), ("feedback", "differ", "")):
        settle_topic(
            round=current,
            topic=topic,
            choice=choice,
            words=words,
            by=world.actor("noor"),
            at=NOW,
        )
    terms = proposal(world, pair)
    assert terms.every_days == 30
    assert terms.texts["replies"] == "On Fridays"
    assert terms.texts["feedback"] == "We see this differently, and that is fine."
    # Between an introduction or two and an early good word there is no suggestion: the nearer.
    assert terms.texts["introductions"] == "An introduction or two when the time is right"


def test_a_draft_uses_no_answer_that_the_reader_may_not_read(pair, world):
    before = proposal(world, pair)
    answer(world, pair, "gwen", booking="guide", frequency="week")
    assert proposal(world, pair, "noor") == before
    assert proposal(world, pair, "gwen") == before


def test_whoever_writes_signs_and_the_other_is_asked(pair, world):
    version = write(pair, world)
    assert (version.number, version.in_force_at) == (1, None)
    assert [one.party.person for one in version.signatures.all()] == [world.gwen]
    assert told("to_sign") == ["Noor"]
    assert Message.objects.get(kind="agreements.to_sign").subject == (
        "Gwen asks you to sign your agreement"
    )
    pair.refresh_from_db()
    assert pair.agreed_every_days is None


def test_with_the_last_signature_it_holds(pair, world):
    write(pair, world, every_days=21, minutes=50)
    version = sign(pair, world)
    assert version.in_force_at == NOW
    pair.refresh_from_db()
    cadence = agreed_cadence(pair)
    assert (cadence.every_days, cadence.minutes) == (21, 50)
    assert pair.first_steps.get(key="agreement").done_at == NOW
    assert told("signed") == ["Gwen"]
    kinds = Event.objects.filter(kind__startswith="agreement").order_by("pk")
    assert [event.kind for event in kinds] == [
        "agreement_written",
        "agreement_signed",
        "agreement_signed",
        "agreement_in_force",
    ]
    sign(pair, world)
    assert version.signatures.count() == 2
    assert told("signed") == ["Gwen"]


def test_every_change_is_a_version_and_the_earlier_one_goes_on(pair, world):
    write(pair, world)
    sign(pair, world)
    write(pair, world, "noor", based_on=1, every_days=7)
    pair.refresh_from_db()
    assert pair.agreed_every_days == 21
    names = side_names(list(pair.parties.select_related("person")))
    before, after = (read_version(one, names=names) for one in pair.agreement_versions.all())
    assert [(change.name, change.kind) for change in changed_terms(before, after)] == [
        ("How often", "changed")
    ]
    sign(pair, world, "gwen")
    pair.refresh_from_db()
    assert pair.agreed_every_days == 7
    assert [one.in_force_at for one in AgreementVersion.objects.all()] == [NOW, NOW]


def test_two_who_write_at_once_do_not_overwrite_each_other(pair, world):
    write(pair, world)
    with pytest.raises(WrongState, match="newer version was written meanwhile"):
        write(pair, world, "noor", minutes=30)
    with pytest.raises(InvalidInput, match="Nothing has changed"):
        write(pair, world, "noor", based_on=1)


def test_only_the_latest_version_is_signed(pair, world):
    first = write(pair, world)
    write(pair, world, "gwen", based_on=1, minutes=30)
    with pytest.raises(WrongState, match="Read that one"):
        sign_version(version=first, by=world.actor("noor"), at=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"every_days": 0}, "every_days"),
        ({"every_days": 191}, "every_days"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"until": NOW.date()}, "until"),
        ({"reviews": ()}, "reviews"),
        ({"reviews": (NOW.date(),)}, "reviews"),
        ({"reviews": tuple(NOW.date() + timedelta(days=n) for n in range(1, 10))}, "reviews"),
        ({"texts": {"purpose": " ", "confidence": "All", "ending": "Talk"}}, "purpose"),
        ({"texts": {"purpose": "x" * 401, "confidence": "All", "ending": "Talk"}}, "purpose"),
        (
            {"texts": {"purpose": "P", "confidence": "C", "ending": "E", "salary": "1"}},
            "salary",
        ),
    ],
)
def test_terms_without_sense_are_refused(pair, world, changes, field):
    with pytest.raises(InvalidInput) as refused:
        write(pair, world, **changes)
    assert list(refused.value.problems) == [field]
    assert not AgreementVersion.objects.exists()


@pytest.mark.parametrize(
    ("name", "error"),
    [("maren", NotAllowed), ("vera", NotAllowed), ("omar", NotVisible), ("olga", NotVisible)],
)
def test_only_the_pair_writes_and_signs(pair, world, name, error):
    terms = proposal(world, pair)
    with pytest.raises(error):
        write_version(relationship=pair, terms=terms, based_on=0, by=world.actor(name), at=NOW)
    write(pair, world)
    with pytest.raises(error):
        sign(pair, world, name)


def test_the_terms_are_sealed(pair, world):
    texts = {**proposal(world, pair).texts, "purpose": "Lead larger designs with calm"}
    version = write(pair, world, texts=texts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM agreements_agreementversion")
        assert "calm" not in cursor.fetchone()[0]
    assert terms_of(latest(pair)).texts["purpose"] == "Lead larger designs with calm"
    assert not any("calm" in message.body for message in Message.objects.all())
    assert not any("calm" in str(event.ids) for event in Event.objects.all())
    assert "calm" not in str(version)


def test_a_circle_needs_everybody(world):
    row = circle(world)
    write(row, world)
    assert sorted(told("to_sign")) == ["Noor", "Tomas"]
    assert sign(row, world, "noor").in_force_at is None
    assert sign(row, world, "tomas").in_force_at == NOW


def test_a_pair_that_has_ended_signs_no_more(pair, world):
    write(pair, world)
    close_relationship(relationship=pair, by=world.actor("gwen"), at=NOW)
    with pytest.raises(WrongState, match="This one is: Closed"):
        sign(pair, world)


# Looking back


@pytest.fixture
def signed(pair, world):
    write(pair, world, reviews=(date(2027, 2, 14), date(2027, 5, 15)))
    sign(pair, world)
    return pair


def at_day(day):
    return NOW.replace(year=day.year, month=day.month, day=day.day)


DUE = at_day(date(2027, 2, 14))


def test_the_pair_is_reminded_once_on_the_day(signed):
    assert remind_of_reviews(at=DUE - timedelta(days=1)) == 0
    assert remind_of_reviews(at=DUE) == 1
    assert remind_of_reviews(at=DUE + timedelta(days=1)) == 0
    assert sorted(told("review_due")) == ["Gwen", "Noor"]


def test_still_right_from_the_mail_without_signing_in(signed, world):
    remind_of_reviews(at=DUE)
    link = ActionLink.objects.get(person=world.noor, act="agreement.keep")
    use_link(token=link_token(link.pk), at=DUE)
    review = Review.objects.get(on=DUE.date())
    assert (review.answer, review.answered_by, review.answered_at) == ("kept", world.noor, DUE)
    assert Event.objects.filter(kind="agreement_reviewed").count() == 1
    again = keep_agreement(review=review, by=world.actor("gwen"), at=DUE)
    assert again.answered_by == world.noor


def test_a_change_answers_the_look_back(signed, world):
    write(signed, world, "noor", based_on=1, every_days=30, at=DUE)
    assert Review.objects.get(version__number=1, on=DUE.date()).answer == "changed"
    assert remind_of_reviews(at=DUE) == 0


def test_a_day_to_come_and_a_version_of_before_are_refused(signed, world):
    review = Review.objects.get(on=date(2027, 5, 15))
    with pytest.raises(WrongState, match="still to come"):
        keep_agreement(review=review, by=world.actor("gwen"), at=DUE)
    write(signed, world, "noor", based_on=1, every_days=30, at=DUE)
    sign(signed, world, "gwen", at=DUE)
    with pytest.raises(WrongState, match="Another version holds"):
        keep_agreement(review=review, by=world.actor("gwen"), at=at_day(date(2027, 5, 15)))


def test_only_the_pair_looks_back(signed, world):
    review = Review.objects.get(on=DUE.date())
    for name, error in (("maren", NotAllowed), ("olga", NotVisible)):
        with pytest.raises(error):
            keep_agreement(review=review, by=world.actor(name), at=DUE)


@pytest.mark.parametrize(
    ("rule", "until", "days"),
    [
        ("end", date(2027, 1, 1), [date(2027, 1, 1)]),
        ("half", date(2027, 1, 1), [date(2026, 7, 2), date(2027, 1, 1)]),
        (
            "quarter",
            date(2027, 1, 1),
            [date(2026, 4, 2), date(2026, 7, 2), date(2026, 10, 1), date(2027, 1, 1)],
        ),
        ("quarter", date(2026, 3, 1), [date(2026, 3, 1)]),
        ("end", None, [date(2026, 7, 2)]),
    ],
)
def test_days_to_look_back(rule, until, days):
    start = date(2026, 1, 1)
    assert list(review_days(rule, start, until, today=start)) == days


def test_days_that_have_passed_are_left_out():
    days = review_days("half", date(2026, 1, 1), date(2027, 1, 1), today=date(2026, 9, 1))
    assert days == (date(2027, 1, 1),)


def test_rhythm_in_words():
    assert AgreedTerms(14, 45, None).rhythm == "Every two weeks, 45 minutes"
    assert AgreedTerms(10, 45, None).rhythm == "Every 10 days, 45 minutes"
