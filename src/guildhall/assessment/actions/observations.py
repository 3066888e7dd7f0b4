"""What somebody saw: recorded in a minute, never changed, taken back by who recorded it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.access import ANSWER_ASK, OBSERVE_PASSPORT, TAKE_BACK_OBSERVATION
from guildhall.assessment.actions.events import OBSERVATION_RECORDED, OBSERVATION_TAKEN_BACK
from guildhall.assessment.actions.rows import (
    day_of,
    guides_of,
    locked_passport,
    open_pairs,
    person_of,
    record_in_passport,
    require_lines,
    told,
)
from guildhall.assessment.actions.summaries import keep_summary
from guildhall.assessment.messages import OBSERVATION_RECORDED as TOLD_RECORDED
from guildhall.assessment.messages import OBSERVATION_TAKEN_BACK as TOLD_TAKEN_BACK
from guildhall.assessment.models import Observation, ObservationAsk, Passport
from guildhall.assessment.proven import OBSERVATIONS
from guildhall.assessment.states import EvidenceLevel
from guildhall.audit.proven import proof, seal_row
from guildhall.competencies.models import Competency, ScaleLevel
from guildhall.core.errors import InvalidInput, NotAllowed, NotVisible, WrongState
from guildhall.directory.models import Person
from guildhall.notify.actions.outbox import send_many
from guildhall.notify.kinds import Kind
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor

# So long nobody has to say why; it is somebody's slip of the thumb.
FREE_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Sight:
    """An observation as it is handed in. `device_key` is made where it is written, so that what is
    sent twice arrives once."""

    competency: Competency
    level: ScaleLevel
    seen_at: datetime
    device_key: UUID
    went_well: str = ""
    next_step: str = ""
    shows: EvidenceLevel = EvidenceLevel.DOES


def record_observation(
    *,
    passport: Passport,
    sight: Sight,
    by: Actor,
    at: datetime,
    ask: ObservationAsk | None = None,
) -> Observation:
    """Write down what was seen; the learner is told that, not what.

    Whoever guides the learner now may, and whoever was asked, for what they were asked only. The
    learner never may. A second sending with the same key changes nothing. Refuses a moment that is
    still to come or before the passport, and levels and competencies of another version.
    """
    if by.person_id is not None and by.person_id == passport.learner_id:
        raise NotAllowed(_("Nobody observes themselves. Ask somebody who was there."))
    if ask is None:
        require(OBSERVE_PASSPORT, by, passport)
    else:
        _require_asked(ask, passport, sight, by)
    with transaction.atomic():
        passport = locked_passport(passport)
        known = Observation.objects.filter(device_key=sight.device_key).first()
        if known is not None:
            return _the_same(known, passport, by)
        ask = _still_open(ask, at=at) if ask else _own_ask(passport, sight, by, at=at)
        _require_fits(passport, sight, at=at)
        observer = person_of(by)
        row = _write(passport, sight, observer, at=at)
        if ask is not None:
            ask.observation = row
            ask.save(update_fields=["observation"])
        told_of = proof(OBSERVATIONS, OBSERVATION_RECORDED, row)
        record_in_passport(OBSERVATION_RECORDED, row, passport, by=by, at=at, **told_of)
        keep_summary(passport)
        _tell(TOLD_RECORDED, row, passport, observer, at=at)
    return row


def take_back_observation(
    *, observation: Observation, why: str = "", by: Actor, at: datetime
) -> Observation:
    """It stays readable and counts for nothing; the learner is told.

    Only who recorded it may: freely for a day, with a reason later. Refuses a second time.
    """
    require(TAKE_BACK_OBSERVATION, by, observation)
    with transaction.atomic():
        passport = locked_passport(observation.passport)
        row = Observation.objects.select_for_update(of=("self",)).select_related("observer")
        found = row.get(pk=observation.pk)
        if found.taken_back_at is not None:
            raise WrongState(_("This observation is taken back already."))
        words = require_lines(why=why)["why"]
        if not words and at > found.recorded_at + FREE_FOR:
            problem = _("It has stood for more than a day. Say in a line why it goes.")
            raise InvalidInput(_("This is not taken back yet."), {"why": problem})
        found.taken_back_at, found.taken_back_by_id = at, by.person_id
        found.taken_back_why = words
        found.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
        told_of = proof(OBSERVATIONS, OBSERVATION_TAKEN_BACK, found)
        record_in_passport(OBSERVATION_TAKEN_BACK, found, passport, by=by, at=at, **told_of)
        keep_summary(passport)
        _tell(TOLD_TAKEN_BACK, found, passport, found.observer, at=at)
    return found


def _require_asked(ask: ObservationAsk, passport: Passport, sight: Sight, by: Actor) -> None:
    require(ANSWER_ASK, by, ask)
    if ask.passport_id != passport.pk or ask.competency_id != sight.competency.pk:
        raise NotVisible


def _still_open(ask: ObservationAsk, *, at: datetime) -> ObservationAsk:
    found = ObservationAsk.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    if found.observation_id or found.declined_at:
        raise WrongState(_("This has been answered already."))
    if found.expires_at <= at:
        raise WrongState(_("This ask has ended. Have the learner ask again."))
    return found


def _own_ask(passport: Passport, sight: Sight, by: Actor, *, at: datetime) -> ObservationAsk | None:
    """A guide who was asked for it and records it on the usual page has answered, too."""
    rows = ObservationAsk.objects.select_for_update(of=("self",)).filter(
        passport=passport,
        competency=sight.competency,
        asked=by.person_id,
        observation=None,
        declined_at=None,
        expires_at__gt=at,
    )
    return rows.first()


def _the_same(known: Observation, passport: Passport, by: Actor) -> Observation:
    if known.passport_id != passport.pk or known.observer_id != by.person_id:
        raise InvalidInput(_("This key belongs to another observation. Load the page again."))
    return known


def _require_fits(passport: Passport, sight: Sight, *, at: datetime) -> None:
    problems: dict[str, str] = {}
    if sight.competency.version_id != passport.version_id:
        problems["competency"] = _("Choose a competency of this passport.")
    if sight.level.scale_id != passport.version.scale_id:
        problems["level"] = _("Choose a level of this passport’s scale.")
    if sight.seen_at > at:
        problems["seen_at"] = _("This is still to come. Choose a day that has been.")
    elif day_of(passport, sight.seen_at) < day_of(passport, passport.opened_at):
        problems["seen_at"] = _("This is before the passport began. Choose a later day.")
    if problems:
        raise InvalidInput(_("This is not saved yet."), problems)


def _write(passport: Passport, sight: Sight, observer: Person, *, at: datetime) -> Observation:
    lines = require_lines(went_well=sight.went_well, next_step=sight.next_step)
    pairs = open_pairs(passport)
    own = [party for party in guides_of(pairs) if party.person_id == observer.pk]
    row = Observation(
        passport=passport,
        competency=sight.competency,
        level=sight.level,
        observer=observer,
        relationship_id=own[0].relationship_id if own else None,
        seen_at=sight.seen_at,
        recorded_at=at,
        shows=sight.shows,
        device_key=sight.device_key,
        **lines,
    )
    seal_row(OBSERVATIONS, row)
    row.save(force_insert=True)
    return row


def _tell(
    kind: Kind, row: Observation, passport: Passport, observer: Person, *, at: datetime
) -> None:
    path = f"/passports/{passport.pk}/competencies/{row.competency_id}/"
    message = told(
        kind, passport, passport.learner, event=str(row.pk), path=path, who=observer.name
    )
    send_many([message], at=at)
