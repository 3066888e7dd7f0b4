"""What is written on the way into a pair and out of it: asking, agreeing, meeting, looking back."""

from datetime import date, time, timedelta

from guildhall.agreements.actions.agreement import write_version
from guildhall.agreements.actions.expectations import OWN, settle_topic
from guildhall.agreements.queries.terms import AgreedTerms
from guildhall.meetings.actions.agendas import add_agenda_line
from guildhall.meetings.actions.proposing import accept_time, propose_times
from guildhall.meetings.models import Meeting
from guildhall.meetings.states import MeetingMode
from guildhall.mentoring.actions.answers import decline_request
from guildhall.mentoring.actions.booking import book_slot
from guildhall.mentoring.actions.departures import leave_relationship
from guildhall.mentoring.actions.endings import Review, write_review
from guildhall.mentoring.actions.hours import HoursDraft, offer_hours
from guildhall.mentoring.actions.offers import OfferDraft, keep_offer
from guildhall.mentoring.actions.requests import RequestDraft, ask_guide
from guildhall.mentoring.actions.talks import answer_talk
from guildhall.mentoring.hours_states import Use
from guildhall.mentoring.models import GuideOffer, SlotBooking
from guildhall.relationships.models import Relationship
from tests.agreements.factories import both_answer
from tests.matching.factories import cohort_of, guide, learner, mentoring
from tests.privacy.cast import Cast, place_around
from tests.privacy.secret import PAIR, Paths, Secret, here
from tests.relationships.factories import make_pair
from tests.world import NOW

BEFORE = NOW - timedelta(days=4)


def begun(cast: Cast, name: str = "Mentoring") -> Relationship:
    """Gwen guides Noor in a program of this name; it goes on. Made once."""
    found = Relationship.objects.filter(program__name=name).first()
    if found is not None:
        return found
    cohort = cohort_of(mentoring(cast.alder, name))
    place_around(cast, cohort.program)
    return make_pair(guide(cohort, cast.gwen), learner(cohort, cast.noor), opens_at_once=True)


def offer_of(cast: Cast, name: str) -> GuideOffer:
    """Somebody's offer to guide, made once."""
    person = getattr(cast, name)
    found = GuideOffer.objects.filter(person=person).first()
    draft = OfferDraft(help="Anything", places=5)
    return found or keep_offer(
        person=person, organization=cast.alder, draft=draft, by=cast.actor(name), at=NOW
    )


def _asked(cast: Cast, pair: Relationship, words: str) -> Paths:
    draft = RequestDraft(line=words, goal=words)
    row = ask_guide(offer=offer_of(cast, "gwen"), draft=draft, by=cast.actor("tomas"), at=NOW)
    return ("/requests/", f"/requests/{row.pk}/")


def _declined(cast: Cast, pair: Relationship, words: str) -> Paths:
    draft = RequestDraft(line="Would you?")
    row = ask_guide(offer=offer_of(cast, "omar"), draft=draft, by=cast.actor("noor"), at=NOW)
    decline_request(request=row, words=words, by=cast.actor("omar"), at=NOW)
    return ("/requests/", f"/requests/{row.pk}/")


def _settlement(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = begun(cast)
    both_answer(cast, row)
    found = row.expectation_rounds.get()
    noor = cast.actor("noor")
    settle_topic(round=found, topic="replies", choice=OWN, words=words, by=noor, at=NOW)
    return here(row, "expectations/", "agreement/")


def _agreement(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = begun(cast)
    texts = dict.fromkeys(("purpose", "confidence", "ending"), words)
    reviews = (date(2027, 2, 1),)
    terms = AgreedTerms(14, 45, until=None, texts=texts, reviews=reviews)
    write_version(relationship=row, terms=terms, based_on=0, by=cast.actor("gwen"), at=NOW)
    return here(row, "agreement/")


def _booked(cast: Cast, pair: Relationship, *, days: int, place: str = "") -> Meeting:
    gwen, noor = cast.actor("gwen"), cast.actor("noor")
    proposal = propose_times(
        relationship=pair,
        times=[NOW + timedelta(days=days)],
        minutes=45,
        mode=MeetingMode.IN_PERSON,
        place=place,
        by=gwen,
        at=NOW,
    )
    return accept_time(time=proposal.times.get(), by=noor, at=NOW)


def _meeting_place(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = begun(cast)
    meeting = _booked(cast, row, days=3, place=words)
    return (*here(row), f"/meetings/{meeting.pk}/")


def _agenda(cast: Cast, pair: Relationship, words: str) -> Paths:
    meeting = _booked(cast, begun(cast), days=4)
    add_agenda_line(meeting=meeting, text=words, by=cast.actor("noor"), at=NOW)
    return (f"/meetings/{meeting.pk}/",)


def _booking(cast: Cast, *, day: date, about: str = "A grant", where: str = "") -> SlotBooking:
    """Tomas and Gwen talk for half an hour."""
    draft = HoursDraft(on=day, at=time(16), topics="Grants", where=where)
    gwen = cast.actor("gwen")
    hours = offer_hours(guide=cast.gwen, organization=cast.alder, draft=draft, by=gwen, at=BEFORE)
    return book_slot(slot=hours.slots.get(), about=about, by=cast.actor("tomas"), at=BEFORE)


def _talk_about(cast: Cast, pair: Relationship, words: str) -> Paths:
    return (f"/bookings/{_booking(cast, day=date(2026, 11, 18), about=words).pk}/",)


def _talk_where(cast: Cast, pair: Relationship, words: str) -> Paths:
    return (f"/bookings/{_booking(cast, day=date(2026, 11, 19), where=words).pk}/",)


def _talk_thanks(cast: Cast, pair: Relationship, words: str) -> Paths:
    booking = _booking(cast, day=date(2026, 11, 13))
    answer_talk(booking=booking, use=Use.YES, thanks=words, by=cast.actor("tomas"), at=NOW)
    return (f"/bookings/{booking.pk}/",)


def _look_back(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = begun(cast, "Looking back")
    review = Review(reached=words, learned=words)
    write_review(relationship=row, review=review, by=cast.actor("noor"), at=NOW)
    return here(row, "ending/")


def _thanks(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = begun(cast)
    for name, said in (("noor", words), ("gwen", "And you")):
        write_review(relationship=row, review=Review(thanks=said), by=cast.actor(name), at=NOW)
    return here(row, "ending/")


def _exit_words(cast: Cast, pair: Relationship, words: str) -> Paths:
    row = begun(cast, "Leaving")
    leave_relationship(
        relationship=row, wish="nothing", reason="other", words=words, by=cast.actor("noor"), at=NOW
    )
    return (*here(row), "/endings/")


NOOR = frozenset({"noor"})
TALK = frozenset({"gwen", "tomas"})

ROAD_SECRETS = (
    Secret("asked", TALK, _asked),
    Secret("declined", frozenset({"noor", "omar"}), _declined),
    Secret("settlement", PAIR, _settlement),
    Secret("agreement", PAIR, _agreement),
    Secret("meeting_place", PAIR, _meeting_place, mailed=PAIR),
    Secret("agenda", PAIR, _agenda),
    Secret("talk_about", TALK, _talk_about),
    Secret("talk_where", TALK, _talk_where, mailed=TALK),
    # Whom they are for reads them.
    Secret("talk_thanks", frozenset({"gwen"}), _talk_thanks),
    Secret("look_back", NOOR, _look_back),
    Secret("thanks", PAIR, _thanks),
    Secret("exit_words", NOOR, _exit_words),
)
