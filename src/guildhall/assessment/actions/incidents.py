"""What is reported from the gate: that somebody was asked to do more than is signed off.

It is about how work was given out. Nothing of it counts for or against anybody's competence.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.assessment.actions.rows import (
    locked_passport,
    record_in_passport,
    require_lines,
    told,
)
from guildhall.assessment.actions.sign_off_events import INCIDENT_REPORTED, INCIDENT_SETTLED
from guildhall.assessment.models import Incident, Passport
from guildhall.assessment.proven import INCIDENTS
from guildhall.assessment.queries.gate import gate_of
from guildhall.assessment.queries.signers import coordinators_of, without
from guildhall.assessment.sign_off_access import ASK_GATE, SETTLE_INCIDENT
from guildhall.assessment.sign_off_messages import INCIDENT_REPORTED as TOLD_REPORTED
from guildhall.assessment.sign_off_messages import INCIDENT_SETTLED as TOLD_SETTLED
from guildhall.audit.proven import proof, seal_row
from guildhall.competencies.models import Competency
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Person
from guildhall.engine.competence import Answer
from guildhall.notify.actions.outbox import send_many
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def report_incident(
    *, passport: Passport, competency: Competency, words: str = "", by: Actor, at: datetime
) -> Incident:
    """Report that the learner was asked to do something alone without being signed off for it.

    Whoever may ask the gate may report, with words or without. The coordinators are told, in a
    mail without content. Refuses what the gate allows, and a competency of another framework.
    """
    require(ASK_GATE, by, passport)
    texts = require_lines(words=words)
    with transaction.atomic():
        held = locked_passport(passport)
        if competency.version_id != held.version_id:
            raise InvalidInput(_("Choose a competency of this passport."))
        today = at.astimezone(ZoneInfo(held.organization.time_zone)).date()
        answer = gate_of(held, competency, today=today).answer
        if answer == Answer.ALONE:
            raise WrongState(
                _("%(name)s may do this alone today. For anything else, talk to a coordinator.")
                % {"name": held.learner.given_name}
            )
        row = Incident(
            passport=held,
            competency=competency,
            answer=answer,
            reported_by_id=by.person_id or 0,
            reported_at=at,
            words=texts["words"],
        )
        seal_row(INCIDENTS, row)
        row.save(force_insert=True)
        told_of = proof(INCIDENTS, INCIDENT_REPORTED, row)
        record_in_passport(
            INCIDENT_REPORTED, row, held, by=by, at=at, competency=competency.pk, **told_of
        )
        _tell_coordinators(row, held, by=by, at=at)
    return row


def settle_incident(*, incident: Incident, words: str, by: Actor, at: datetime) -> Incident:
    """Say what was done; whoever reported it is told that it is settled.

    Refuses an empty word, and a second settlement.
    """
    require(SETTLE_INCIDENT, by, incident)
    texts = require_lines(words=words)
    if not texts["words"]:
        raise InvalidInput(_("This is not settled yet."), {"words": _("Say what was done.")})
    with transaction.atomic():
        rows = Incident.objects.select_for_update(of=("self",)).select_related(
            "passport__organization", "reported_by"
        )
        row = rows.get(pk=incident.pk)
        if row.settled_at is not None:
            raise WrongState(_("This is settled already. There is nothing left to do."))
        row.settled_at, row.settled_by_id, row.settled_words = at, by.person_id, texts["words"]
        row.save(update_fields=["settled_at", "settled_by", "settled_words"])
        told_of = proof(INCIDENTS, INCIDENT_SETTLED, row)
        record_in_passport(INCIDENT_SETTLED, row, row.passport, by=by, at=at, **told_of)
        if row.reported_by_id != by.person_id:
            who = Person.objects.filter(pk=by.person_id or 0).first()
            message = told(
                TOLD_SETTLED,
                row.passport,
                row.reported_by,
                event=str(row.pk),
                path=f"/incidents/{row.pk}/",
                who=who.name if who else row.passport.organization.name,
            )
            send_many([message], at=at)
    return row


def _tell_coordinators(row: Incident, passport: Passport, *, by: Actor, at: datetime) -> None:
    reporter = Person.objects.get(pk=by.person_id or 0)
    values = {"who": reporter.name, "learner": passport.learner.name}
    path = f"/incidents/{row.pk}/"
    send_many(
        [
            told(TOLD_REPORTED, passport, one, event=str(row.pk), path=path, **values)
            for one in without(coordinators_of(passport), by.person_id)
        ],
        at=at,
    )
