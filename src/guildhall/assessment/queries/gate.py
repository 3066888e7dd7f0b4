"""The gate: may this person do this today, who says so, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guildhall.assessment.models import Passport, SignOff, WardCard
from guildhall.assessment.queries.record import Record, record_of
from guildhall.assessment.sign_off_access import ASK_GATE
from guildhall.assessment.sign_off_seals import card_secret, card_turn, opened_card
from guildhall.competencies.models import Competency
from guildhall.core.dates import full_day
from guildhall.core.errors import NotVisible
from guildhall.directory.access import MEMBER, ORGANIZATION
from guildhall.engine.competence import Answer, Gate, State, gate
from guildhall.notify.links import LinkGone
from guildhall.permissions.access import visible_to
from guildhall.permissions.actor import Actor

# A shape for each answer, so that none is told by color alone.
SHAPES = {
    Answer.ALONE: "track",
    Answer.AT_HAND: "nudge",
    Answer.BESIDE: "nudge",
    Answer.WATCH: "short",
    Answer.NO: "short",
}


@dataclass(frozen=True)
class GateAnswer:
    """What the card says of one competency."""

    competency: Competency
    gate: Gate
    sign_off: SignOff | None

    @property
    def answer(self) -> Answer:
        """Alone, with help, watching, or no."""
        return self.gate.answer

    @property
    def shape(self) -> str:
        """The state's shape on the page."""
        return SHAPES[self.answer]

    @property
    def is_yes(self) -> bool:
        """Whether it may be done alone."""
        return self.answer == Answer.ALONE

    @property
    def words(self) -> str:
        """“Yes, alone”, “Only with somebody in the room”, “No. The sign-off lapsed on …”."""
        if self.answer == Answer.NO:
            return self._no()
        return {
            Answer.ALONE: _("Yes, alone"),
            Answer.AT_HAND: _("Only with somebody at hand"),
            Answer.BESIDE: _("Only with somebody in the room"),
            Answer.WATCH: _("No. Watch only"),
        }[self.answer]

    @property
    def signer(self) -> str:
        """Who says so: whoever signed what the answer stands on; empty where nothing was signed."""
        return self.sign_off.signer.name if self.sign_off else ""

    def _no(self) -> str:
        if self.gate.state == State.LAPSED and self.gate.until:
            day = full_day(self.gate.until)
            return _("No. The sign-off lapsed on %(day)s") % {"day": day}
        if self.gate.state == State.CONTESTED:
            return _("No. The sign-off is contested")
        return _("No. Not taught yet")


def gate_of(passport: Passport, competency: Competency, *, today: date) -> GateAnswer:
    """The answer for one competency."""
    return answer_from(record_of(passport), competency, today=today)


def gates_of(record: Record, *, today: date) -> list[GateAnswer]:
    """The answers for all of a passport, in the order of its framework."""
    return [answer_from(record, one, today=today) for one in record.competencies]


def answer_from(record: Record, competency: Competency, *, today: date) -> GateAnswer:
    """The answer from a record that is loaded already."""
    standing = record.standing(competency, today=today)
    held = record.holding(competency)
    level = record.level_of[held.level_id].code if held else ""
    return GateAnswer(competency, gate(record.scale, standing, signed_level=level), held)


def today_in(passport: Passport, at: datetime) -> date:
    """The day where the house is."""
    return at.astimezone(ZoneInfo(passport.organization.time_zone)).date()


def has_gate(actor: Actor) -> bool:
    """Whether there is anybody in the actor's houses about whom one could ask."""
    houses = actor.scopes(ORGANIZATION, MEMBER)
    return bool(houses) and Passport.objects.filter(organization_id__in=houses).exists()


def people_at_the_gate(actor: Actor, words: str) -> QuerySet[Passport]:
    """Passports about which the actor may ask, of people whose name holds each of the words."""
    rows = visible_to(ASK_GATE, actor, detailed_passports())
    for word in words.split():
        rows = rows.filter(
            Q(learner__given_name__icontains=word) | Q(learner__family_name__icontains=word)
        )
    return rows.order_by("learner__family_name", "learner__given_name", "pk")


def detailed_passports() -> QuerySet[Passport]:
    """Passports with all that their pages name."""
    return Passport.objects.select_related(
        "learner__account", "organization", "framework", "version__scale"
    )


def competencies_of(passport: Passport) -> Sequence[Competency]:
    """What can be asked about, in the order of the framework."""
    rows = Competency.objects.filter(version=passport.version_id).select_related("domain")
    return list(rows.order_by("domain__position", "position", "pk"))


def competency_of(passport: Passport, key: str) -> Competency:
    """One of a passport's competencies by its key."""
    row = Competency.objects.filter(version=passport.version_id, key=key).first()
    if row is None:
        raise NotVisible
    return row


def present_card(passport: Passport) -> WardCard | None:
    """The card that is not ended."""
    return passport.ward_cards.filter(ended_at=None).first()


def card_path(card: WardCard, at: datetime) -> str:
    """The address of a card's code at this moment."""
    return f"/gate/card/{card_secret(card, card_turn(at))}/"


def passport_behind(secret: str, at: datetime) -> Passport:
    """The passport of a ward card's code. A code that was made up is not there; one of an earlier
    turn than the last, or of a card that was ended, is gone."""
    opened = opened_card(secret)
    if opened is None:
        raise NotVisible
    nonce, turn = opened
    card = WardCard.objects.filter(nonce=nonce).first()
    if card is None:
        raise NotVisible
    if card.ended_at is not None:
        raise LinkGone(_("This card was ended. Ask its owner for the present one."))
    if not 0 <= card_turn(at) - turn <= 1:
        raise LinkGone(_("This code is too old. Ask its owner to show the present one."))
    return detailed_passports().get(pk=card.passport_id)
