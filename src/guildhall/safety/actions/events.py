"""What safety records: ids, and never whose organization's list they would stand in."""

from datetime import datetime

from django.db import models

from guildhall.audit.actions import record
from guildhall.audit.kinds import declare
from guildhall.permissions.actor import Actor

WORRY_REPORTED = declare("worry_reported", "A worry was reported.")
WORRY_SEEN = declare("worry_seen", "A worry was seen by somebody who handles it.")
WORRY_WRITTEN = declare("worry_written", "Something was written about a worry.")
WORRY_CLOSED = declare("worry_closed", "A worry was closed.")
READERS_CHOSEN = declare("readers_chosen", "Whoever reported a worry chose who may read it.")
WORRY_HANDED_OVER = declare("worry_handed_over", "A worry was handed to one more officer.")
REST_BEGUN = declare("rest_begun", "Contact of a pair was asked to rest because of a worry.")
REST_LIFTED = declare("rest_lifted", "A rest of contact was lifted.")
WORRY_ENDED_PAIR = declare("worry_ended_pair", "A pair was ended by somebody who handles a worry.")
PERSON_ASKED_FOR = declare("person_asked_for", "One of a pair asked for a person.")
ASK_TAKEN_UP = declare("ask_taken_up", "A coordinator took up that somebody asked for them.")
SUPPORT_CHANGED = declare("support_changed", "An organization's page of support was changed.")


def note(kind: str, subject: models.Model, *, by: Actor, at: datetime) -> None:
    """That it happened. No organization: lists of an organization's events never hold it."""
    record(kind, by=by, subject=subject, at=at)
