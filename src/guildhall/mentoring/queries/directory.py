"""The directory of guides: those who have room for this person, best fits first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from guildhall.directory.models import Membership, Person
from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.mentoring.offer_access import ASK_GUIDE
from guildhall.mentoring.offer_states import RequestState
from guildhall.mentoring.queries.apart import kept_from
from guildhall.mentoring.queries.fit import Fit, Known, known_about, shared_hours, words_of
from guildhall.mentoring.queries.ranking import Pool, Row
from guildhall.mentoring.queries.standing import guides_now
from guildhall.people.languages import language_names
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor
from guildhall.relationships.queries.places import rooms
from guildhall.relationships.reasons import Reason


@dataclass(frozen=True)
class Narrowing:
    """What the reader looks for; empty is no condition. `apart` is hours between two clocks."""

    text: str = ""
    skill: str = ""
    language: str = ""
    shares_hours: bool = False
    apart: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for."""
        return self != Narrowing()


@dataclass(frozen=True)
class Found:
    """Guides with room for one person. `order` holds ids of offers, best first."""

    learner: Known
    order: tuple[int, ...]
    in_all: int
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    left: Mapping[int, int | None]
    on: date


@dataclass(frozen=True)
class Card:
    """One guide as the directory shows them."""

    offer: GuideOffer
    place: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    reasons: tuple[Reason, ...]
    shared_hours: float
    hours_ahead: float
    left: int | None
    request: GuideRequest | None

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Each reason as its label and its words."""
        return [(reason.label, words_of(reason)) for reason in self.reasons]

    @property
    def spoken(self) -> str:
        """Their languages by name."""
        names = language_names()
        return ", ".join(names.get(code, code) for code in self.languages)

    @property
    def hours_words(self) -> str:
        """Hours of a week in which both have time; empty where there are none."""
        if not self.shared_hours:
            return ""
        one, many = _("%(n)s shared hour a week"), _("%(n)s shared hours a week")
        return (one if self.shared_hours == 1 else many) % {"n": f"{self.shared_hours:g}"}

    @property
    def clock_words(self) -> str:
        """How far their clock is from the reader's."""
        if not self.hours_ahead:
            return _("same time as you")
        words = _("%(n)s h ahead of you") if self.hours_ahead > 0 else _("%(n)s h behind you")
        return words % {"n": f"{abs(self.hours_ahead):g}"}


def guides_for(
    person: Person, *, actor: Actor, at: datetime, narrowing: Narrowing | None = None
) -> Found:
    """Everybody who is shown to this person, has a free place and can be their guide.

    Nobody of their own reporting line, nobody whom one of the two asked never to meet, nobody
    who guides them already. Asks the database as often for three as for three thousand.
    """
    wanted = narrowing or Narrowing()
    seen = visible_to(ASK_GUIDE, actor).exclude(person_id__in=guides_now(person.pk))
    me = known_about({person.pk}, on=at.date())[person.pk]
    pool = Pool(seen, on=at.date())
    pool.keep(pool.rows.keys() - kept_from(person.pk, pool.rows) - {person.pk})
    people, skills = dict(pool.rows), pool.skill_names()
    shared = pool.shared_slots(me)
    if wanted.text:
        pool.keep(_texts(wanted.text, actor))
    if wanted.skill:
        pool.keep(pool.who_offer(wanted.skill))
    pool.keep({pk for pk, row in pool.rows.items() if _suits(row, me, shared.get(pk, 0), wanted)})
    return Found(
        learner=me,
        order=tuple(people[pk].offer_id for pk in pool.ranked(me, shared)),
        in_all=len(people),
        skills=skills,
        languages=tuple(sorted({code for row in people.values() for code in row.languages})),
        left={pk: row.left for pk, row in people.items()},
        on=at.date(),
    )


def cards_of(found: Found, offers: Sequence[int], *, person: Person) -> list[Card]:
    """The cards of one page of the list, in its order; eight queries."""
    rows = GuideOffer.objects.filter(pk__in=offers).select_related("person", "organization")
    by_id = {row.pk: row for row in rows}
    people = [row.person_id for row in by_id.values()]
    known = known_about({person.pk, *people}, on=found.on)
    places = {pk: found.left[pk] for pk in people}
    reasons = Fit(person.pk, places, known).reasons(people)
    asked = {
        row.guide_id: row
        for row in GuideRequest.objects.filter(
            learner=person, guide_id__in=people, state=RequestState.ASKED
        )
    }
    jobs = _places(by_id.values())
    return [
        _card(by_id[pk], found, known[by_id[pk].person_id], reasons, asked, jobs)
        for pk in offers
        if pk in by_id
    ]


def card_of(offer: GuideOffer, *, person: Person, at: datetime) -> Card:
    """One guide, also where their places are full just now."""
    left = {offer.person_id: rooms([offer.person_id], on=at.date())[offer.person_id].left}
    found = Found(
        learner=known_about({person.pk}, on=at.date())[person.pk],
        order=(offer.pk,),
        in_all=1,
        skills=(),
        languages=(),
        left=left,
        on=at.date(),
    )
    return cards_of(found, [offer.pk], person=person)[0]


def _texts(text: str, actor: Actor) -> set[int]:
    """Those with every word of the text in their offer's own words."""
    rows = visible_to(ASK_GUIDE, actor)
    for word in text.split():
        rows = rows.filter(Q(help__icontains=word) | Q(story__icontains=word))
    return set(rows.values_list("person_id", flat=True))


def _suits(guide: Row, me: Known, shared: int, wanted: Narrowing) -> bool:
    if wanted.language and wanted.language not in guide.languages:
        return False
    if wanted.shares_hours and not shared:
        return False
    return wanted.apart is None or abs(guide.offset - (me.offset or 0)) <= wanted.apart


def _places(offers: Iterable[GuideOffer]) -> dict[int, str]:
    """Job and team by person, in the organization of their offer; one query."""
    condition = Q(pk__in=())
    for offer in offers:
        condition |= Q(person_id=offer.person_id, organization_id=offer.organization_id)
    rows = Membership.objects.filter(condition).select_related("unit")
    return {
        row.person_id: ", ".join(
            part for part in (row.job_title, row.unit.name if row.unit else "") if part
        )
        for row in rows
    }


def _card(
    offer: GuideOffer,
    found: Found,
    guide: Known,
    reasons: Mapping[int, tuple[Reason, ...]],
    asked: Mapping[int, GuideRequest],
    places: Mapping[int, str],
) -> Card:
    pk = offer.person_id
    return Card(
        offer=offer,
        place=places.get(pk, ""),
        skills=tuple(guide.offered),
        languages=guide.languages,
        reasons=reasons[pk],
        shared_hours=shared_hours(guide, found.learner),
        hours_ahead=(guide.offset or 0) - (found.learner.offset or 0),
        left=found.left[pk],
        request=asked.get(pk),
    )
