"""Consults: a guide asks a senior guide, without names on either side of the pair."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.mentoring.actions.wisdom_events import (
    CONSULT_ASKED,
    CONSULT_CLOSED,
    CONSULT_WRITTEN,
)
from guildhall.mentoring.actions.wisdom_rows import require_person, require_texts
from guildhall.mentoring.consult_access import CLOSE_CONSULT, READ_CONSULT
from guildhall.mentoring.models import Consult, ConsultWords, SeniorGuide
from guildhall.mentoring.queries.consults import may_consult, names_within, seniors_for
from guildhall.mentoring.wisdom_messages import CONSULT_ANSWERED
from guildhall.mentoring.wisdom_messages import CONSULT_ASKED as ASKED_MAIL
from guildhall.notify.actions.outbox import send
from guildhall.permissions.access import require
from guildhall.permissions.actor import SYSTEM, Actor
from guildhall.relationships.queries.names import listed


def ask_senior(
    *, senior: SeniorGuide, text: str, names_are_meant: bool = False, by: Actor, at: datetime
) -> Consult:
    """Ask a senior guide. They are told that somebody asks, not who; no event tells it either.

    Refuses those who guide nobody, a senior guide of one's own pairs, and, until it is confirmed,
    words in which a name of somebody of one's pairs stands.
    """
    person_id = require_person(by)
    words = require_texts({"text": text}, needed=("text",))["text"]
    if not may_consult(person_id):
        raise WrongState(_("Consulting is for those who guide somebody."))
    if senior.pk not in {row.pk for row in seniors_for(by)}:
        raise InvalidInput(
            _("This is not sent yet."), {"senior": _("Choose one of the senior guides.")}
        )
    _require_no_names(words, person_id, are_meant=names_are_meant)
    with transaction.atomic():
        row = Consult.objects.create(
            organization=senior.organization,
            asker_id=person_id,
            senior=senior.person,
            asked_on=at.date(),
        )
        _write(row, words, is_of_senior=False, at=at)
        _record(CONSULT_ASKED, row, at=at)
    return row


def write_in_consult(
    *, consult: Consult, text: str, names_are_meant: bool = False, by: Actor, at: datetime
) -> ConsultWords:
    """Answer, or ask back; the other one is told that something waits.

    Refuses once it has ended, and names as `ask_senior` does.
    """
    require(READ_CONSULT, by, consult)
    words = require_texts({"text": text}, needed=("text",))["text"]
    with transaction.atomic():
        row = _held(consult)
        if row.closed_on is not None:
            raise WrongState(_("This has ended."))
        is_senior = by.person_id == row.senior_id
        if not is_senior:
            _require_no_names(words, row.asker_id, are_meant=names_are_meant)
        written = _write(row, words, is_of_senior=is_senior, at=at)
        _record(CONSULT_WRITTEN, row, at=at)
    return written


def close_consult(*, consult: Consult, by: Actor, at: datetime) -> None:
    """It ends, and all its words are gone on both sides. Twice changes nothing."""
    require(CLOSE_CONSULT, by, consult)
    with transaction.atomic():
        row = _held(consult)
        if row.closed_on is None:
            row.written.all().delete()
            row.closed_on = at.date()
            row.save(update_fields=["closed_on"])
            _record(CONSULT_CLOSED, row, at=at)


def _require_no_names(text: str, person_id: int, *, are_meant: bool) -> None:
    names = [] if are_meant else names_within(text, person_id)
    if names:
        problem = _(
            "“%(names)s” stands in your text. Say “my mentee” or “somebody” instead. If it means"
            " something else, tick the box and send it."
        )
        raise InvalidInput(_("This is not sent yet."), {"text": problem % {"names": listed(names)}})


def _held(consult: Consult) -> Consult:
    rows = Consult.objects.select_for_update(of=("self",)).select_related("senior", "asker")
    return rows.get(pk=consult.pk)


def _write(row: Consult, words: str, *, is_of_senior: bool, at: datetime) -> ConsultWords:
    written = ConsultWords.objects.create(
        consult=row, is_of_senior=is_of_senior, text=words, written_on=at.date()
    )
    # Without the organization: its staff sees what it sends, and this is not theirs to see.
    kind = CONSULT_ANSWERED if is_of_senior else ASKED_MAIL
    send(
        kind.key,
        to=row.asker if is_of_senior else row.senior,
        values={"senior": row.senior.name} if is_of_senior else {},
        key=f"{kind.key}:{written.pk}",
        at=at,
        path=f"/consults/{row.code}/",
    )
    return written


def _record(kind: str, row: Consult, *, at: datetime) -> None:
    """By the house, so that no event ties a guide to a senior guide, or either to a pair."""
    record(kind, by=SYSTEM, subject=row, at=at, organization_id=row.organization_id)
