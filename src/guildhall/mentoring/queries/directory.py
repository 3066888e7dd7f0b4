"""The directory of guides: those who have room for this person, best fits first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from guildhall.directory.models import Membership, Person
from guildhall.mentoring.models import GuideOffer, GuideRequest
from guildhall.mentoring.offer_access import ASK_GUIDE
from guildhall.mentoring.offer_states import RequestState
from guildhall.mentoring.queries.apart import kept_from
from guildhall.mentoring.queries.fit import Fit, Known, known_about, shared_hours, words_of
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
    known: Mapping[int, Known]
    fit: Fit
    left: Mapping[int, int | None]


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
    seen = _offers(person, actor)
    told = _texts(seen, wanted.text, actor) if wanted.text else None
    left = _with_room(seen, at=at)
    apart = kept_from(person.pk, left)
    people = {pk: offer for pk, offer in seen.items() if pk in left and pk not in apart}
    known = known_about({person.pk, *people}, on=at.date())
    me = known[person.pk]
    chosen = {
        pk: left[pk]
        for pk in people
        if (told is None or pk in told) and _suits(known[pk], me, wanted)
    }
    fit = Fit(person.pk, chosen, known)
    return Found(
        learner=me,
        order=tuple(people[pk] for pk in fit.ranked()),
        in_all=len(people),
        skills=tuple(sorted({name for pk in people for name in known[pk].offered})),
        languages=tuple(sorted({code for pk in people for code in known[pk].languages})),
        known=known,
        fit=fit,
        left=left,
    )


def cards_of(found: Found, offers: Sequence[int], *, person: Person) -> list[Card]:
    """The cards of one page of the list, in its order; three queries."""
    rows = GuideOffer.objects.filter(pk__in=offers).select_related("person", "organization")
    by_id = {row.pk: row for row in rows}
    people = [row.person_id for row in by_id.values()]
    reasons = found.fit.reasons(people)
    asked = {
        row.guide_id: row
        for row in GuideRequest.objects.filter(
            learner=person, guide_id__in=people, state=RequestState.ASKED
        )
    }
    places = _places(by_id.values())
    return [_card(by_id[pk], found, reasons, asked, places) for pk in offers if pk in by_id]


def card_of(offer: GuideOffer, *, person: Person, at: datetime) -> Card:
    """One guide, also where their places are full just now."""
    known = known_about({person.pk, offer.person_id}, on=at.date())
    left = {offer.person_id: rooms([offer.person_id], on=at.date())[offer.person_id].left}
    found = Found(
        learner=known[person.pk],
        order=(offer.pk,),
        in_all=1,
        skills=(),
        languages=(),
        known=known,
        fit=Fit(person.pk, left, known),
        left=left,
    )
    return cards_of(found, [offer.pk], person=person)[0]


def _offers(person: Person, actor: Actor) -> dict[int, int]:
    """Offer by person: those that are shown to the actor and whose owner does not guide them."""
    rows = visible_to(ASK_GUIDE, actor).exclude(person_id__in=guides_now(person.pk))
    return dict(rows.values_list("person_id", "pk"))


def _texts(seen: Mapping[int, int], text: str, actor: Actor) -> set[int]:
    """Those with every word of the text in their offer's own words."""
    rows = visible_to(ASK_GUIDE, actor)
    for word in text.split():
        rows = rows.filter(Q(help__icontains=word) | Q(story__icontains=word))
    return set(rows.values_list("person_id", flat=True)) & set(seen)


def _with_room(people: Mapping[int, int], *, at: datetime) -> dict[int, int | None]:
    """Free places by person, of those who have any; None where no number was named."""
    found = rooms(people, on=at.date())
    return {pk: room.left for pk, room in found.items() if room.left is None or room.left > 0}


def _suits(guide: Known, me: Known, wanted: Narrowing) -> bool:
    if wanted.skill and wanted.skill not in guide.offered:
        return False
    if wanted.language and wanted.language not in guide.languages:
        return False
    if wanted.shares_hours and not shared_hours(guide, me):
        return False
    return wanted.apart is None or abs(_ahead(guide, me)) <= wanted.apart


def _ahead(guide: Known, me: Known) -> float:
    """Hours that the guide's clock is ahead."""
    return (guide.offset or 0) - (me.offset or 0)


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
    reasons: Mapping[int, tuple[Reason, ...]],
    asked: Mapping[int, GuideRequest],
    places: Mapping[int, str],
) -> Card:
    pk = offer.person_id
    guide = found.known[pk]
    return Card(
        offer=offer,
        place=places.get(pk, ""),
        skills=tuple(guide.offered),
        languages=guide.languages,
        reasons=reasons[pk],
        shared_hours=shared_hours(guide, found.learner),
        hours_ahead=_ahead(guide, found.learner),
        left=found.left[pk],
        request=asked.get(pk),
    )
