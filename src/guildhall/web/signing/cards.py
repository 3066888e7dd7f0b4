"""What a passport's page shows of sign-offs: may they today, what lapses, and the code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guildhall.assessment.models import Passport, SignOff, SignOffRequest
from guildhall.assessment.queries.gate import GateAnswer, gates_of
from guildhall.assessment.queries.record import Record, record_of
from guildhall.assessment.queries.requests import requests_of
from guildhall.assessment.queries.sign_offs import lapsing
from guildhall.assessment.sign_off_access import ASK_SIGN_OFF
from guildhall.competencies.models import Competency
from guildhall.core import clock
from guildhall.core.dates import full_day
from guildhall.engine.competence import Answer, State
from guildhall.permissions.access import may
from guildhall.permissions.actor import Actor

MOST_ANSWERS = 4
MOST_LAPSING = 3
NEAR_DAYS = 30
# One of each kind of answer first, so that the card does not show four times the same.
KINDS = (Answer.ALONE, Answer.AT_HAND, Answer.BESIDE, Answer.WATCH, Answer.NO)


@dataclass(frozen=True)
class Lapse:
    """Something that lapses soon, or has."""

    sign_off: SignOff
    competency: Competency
    today: date

    @property
    def days(self) -> int:
        """Days that are left; below 0 where it has lapsed."""
        return (self.sign_off.valid_until - self.today).days if self.sign_off.valid_until else 0

    @property
    def tone(self) -> str:
        """Amber where it is near or over."""
        return "amber" if self.days <= NEAR_DAYS else "plain"

    @property
    def words(self) -> str:
        """“12 days. Signed by Gwen Castellan.”"""
        who = self.sign_off.signer.name
        if self.days < 0:
            return _("Lapsed. Signed by %(who)s") % {"who": who}
        if self.days == 0:
            return _("The last day. Signed by %(who)s") % {"who": who}
        words = ngettext("%(n)s day. Signed by %(who)s", "%(n)s days. Signed by %(who)s", self.days)
        return words % {"n": self.days, "who": who}


@dataclass(frozen=True)
class SignOffCards:
    """The three cards of `signing/_card.html`. `request` is what is asked now; who only reads the
    passport sees no code, since whoever holds it holds the link."""

    passport: Passport
    at: datetime
    answers: Sequence[GateAnswer]
    more: int
    lapses: Sequence[Lapse]
    request: SignOffRequest | None
    other_requests: int
    ready: Sequence[Competency]
    asks: bool
    signs: bool

    @property
    def said(self) -> Sequence[tuple[GateAnswer, str]]:
        """Each answer with its second line: “Yes, alone. Gwen Castellan, until Oct 27, 2027”."""
        return [(one, _line(one)) for one in self.answers]


def cards_for(
    passport: Passport, actor: Actor, today: date, *, record: Record | None = None
) -> SignOffCards:
    """The cards for whoever reads this passport; a fixed number of queries. Pass the record where
    it is loaded already."""
    record = record or record_of(passport)
    at = clock.now()
    answers = gates_of(record, today=today)
    held = [one.sign_off for one in answers if one.sign_off]
    names = {one.sign_off.pk: one.competency for one in answers if one.sign_off}
    open_now = requests_of(passport, at=at)
    asks = may(ASK_SIGN_OFF, actor, passport)
    return SignOffCards(
        passport=passport,
        at=at,
        answers=_chosen(answers),
        more=max(0, len(answers) - MOST_ANSWERS),
        lapses=[
            Lapse(row, names[row.pk], today) for row in lapsing(held, today=today)[:MOST_LAPSING]
        ],
        request=open_now[0] if open_now else None,
        other_requests=max(0, len(open_now) - 1),
        ready=[one.competency for one in answers if one.gate.state == State.READY],
        asks=asks,
        signs=bool(open_now) and open_now[0].signer_id == actor.person_id,
    )


def _chosen(answers: Sequence[GateAnswer]) -> list[GateAnswer]:
    """Critical ones first, and among them at most two of a kind while there are others."""
    in_order = sorted(answers, key=lambda one: not one.competency.is_critical)
    chosen: list[GateAnswer] = []
    for most in (2, MOST_ANSWERS):
        for one in in_order:
            alike = sum(1 for other in chosen if other.answer == one.answer)
            if one not in chosen and alike < most and len(chosen) < MOST_ANSWERS:
                chosen.append(one)
    return sorted(chosen, key=lambda one: KINDS.index(one.answer))


def _line(one: GateAnswer) -> str:
    if not one.is_yes:
        return one.words
    if one.gate.until is None:
        return _("%(answer)s. %(who)s") % {"answer": one.words, "who": one.signer}
    words = {"answer": one.words, "who": one.signer, "day": full_day(one.gate.until)}
    return _("%(answer)s. %(who)s, until %(day)s") % words
