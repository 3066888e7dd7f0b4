"""Asking somebody of the house to watch one thing."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.access import ANSWER_ASK, BUILD_PASSPORT
from guildhall.assessment.actions.events import OBSERVATION_ASKED, OBSERVATION_DECLINED
from guildhall.assessment.actions.rows import locked_passport, record_in_passport, told
from guildhall.assessment.messages import OBSERVATION_DECLINED as TOLD_DECLINED
from guildhall.assessment.messages import OBSERVATION_WANTED
from guildhall.assessment.models import ObservationAsk, Passport
from guildhall.assessment.queries.asks import open_asks, people_to_ask
from guildhall.competencies.models import Competency
from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

STANDS_FOR = timedelta(days=14)
MOST_OPEN = 12


def ask_for_observation(
    *, passport: Passport, competency: Competency, person: Person, by: Actor, at: datetime
) -> ObservationAsk:
    """Ask somebody of the house to watch one thing within two weeks; they are told by whom.

    The learner and whoever guides them may. Refuses somebody outside, the learner themselves,
    whoever was asked for the same already, and more open asks than anybody could keep up with.
    """
    require(BUILD_PASSPORT, by, passport)
    with transaction.atomic():
        passport = locked_passport(passport)
        _require_fits(passport, competency, person, at=at)
        return put_ask(passport, competency, person, by=by, at=at)


def put_ask(
    passport: Passport, competency: Competency, person: Person, *, by: Actor, at: datetime
) -> ObservationAsk:
    """Keep an ask and tell whoever was asked; the caller holds the passport and knows who may."""
    ask = ObservationAsk.objects.create(
        passport=passport,
        competency=competency,
        asked=person,
        asked_at=at,
        expires_at=at + STANDS_FOR,
    )
    record_in_passport(
        OBSERVATION_ASKED, ask, passport, by=by, at=at, competency=competency.pk, asked=person.pk
    )
    message = told(
        OBSERVATION_WANTED,
        passport,
        person,
        event=str(ask.pk),
        path=f"/observation-asks/{ask.pk}/",
        who=passport.learner.name,
        until=full_day(ask.expires_at),
    )
    send_many([message], at=at)
    return ask


def decline_observation(*, ask: ObservationAsk, by: Actor, at: datetime) -> ObservationAsk:
    """Not this time: no reason is asked, and the learner is told. Refuses a second answer."""
    require(ANSWER_ASK, by, ask)
    with transaction.atomic():
        passport = locked_passport(ask.passport)
        rows = ObservationAsk.objects.select_for_update(of=("self",)).select_related("asked")
        found = rows.get(pk=ask.pk)
        if found.observation_id or found.declined_at:
            raise WrongState(_("This has been answered already."))
        found.declined_at = at
        found.save(update_fields=["declined_at"])
        record_in_passport(OBSERVATION_DECLINED, found, passport, by=by, at=at)
        message = told(
            TOLD_DECLINED,
            passport,
            passport.learner,
            event=str(found.pk),
            path=f"/passports/{passport.pk}/observation-asks/?competency={found.competency_id}",
            who=found.asked.name,
        )
        send_many([message], at=at)
    return found


def _require_fits(
    passport: Passport, competency: Competency, person: Person, *, at: datetime
) -> None:
    problems: dict[str, str] = {}
    if competency.version_id != passport.version_id:
        problems["competency"] = _("Choose a competency of this passport.")
    if not people_to_ask(passport).filter(pk=person.pk).exists():
        problems["person"] = _("Choose a colleague of the house who could watch it.")
    present = open_asks(passport, at=at)
    if any(one.competency_id == competency.pk and one.asked_id == person.pk for one in present):
        problems["person"] = _("%(name)s is asked for this already.") % {"name": person.given_name}
    elif len(present) >= MOST_OPEN:
        problems["person"] = _("%(most)d asks are open. Wait until one is answered.") % {
            "most": MOST_OPEN
        }
    if problems:
        raise InvalidInput(_("Nobody is asked yet."), problems)
