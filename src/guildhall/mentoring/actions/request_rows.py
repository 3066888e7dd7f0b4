"""What every request asks first, and how it is told and recorded."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.dates import full_day
from guildhall.core.errors import InvalidInput, NotVisible, WrongState
from guildhall.directory.models import Person
from guildhall.mentoring.models import GuideRequest
from guildhall.mentoring.offer_states import RequestState
from guildhall.permissions.actor import Actor

LONGEST_LINE = 600
LONGEST_GOAL = 300
LONGEST_WORDS = 600


def locked_people(ids: Collection[int]) -> dict[int, Person]:
    """Both people, held in the order of their ids as everywhere, so that nobody waits in a
    circle. Taken before their requests. Call inside a transaction."""
    rows = Person.objects.select_for_update(no_key=True).filter(pk__in=ids, merged_into=None)
    people = {row.pk: row for row in rows.order_by("pk")}
    if len(people) != len(set(ids)):
        raise NotVisible
    return people


def locked_request(request: GuideRequest) -> GuideRequest:
    """The request as it is now, held until the transaction ends."""
    return (
        GuideRequest.objects.select_for_update(of=("self",))
        .select_related("guide", "learner", "asker", "organization")
        .get(pk=request.pk)
    )


def require_waiting(row: GuideRequest, *, at: datetime) -> None:
    """It is answered, or taken back, while it waits."""
    if row.state == RequestState.WITHDRAWN:
        raise WrongState(_("This was taken back meanwhile. There is nothing left to do."))
    if row.state != RequestState.ASKED:
        raise WrongState(
            _("This has been settled already. It stands at: %(state)s.")
            % {"state": row.get_state_display()}
        )
    if row.expires_at <= at:
        raise WrongState(
            _("This ended on %(day)s. Either of you can ask again.")
            % {"day": full_day(row.expires_at.date())}
        )


def require_text(name: str, text: str, *, most: int, needed: bool = False) -> str:
    """The text without blanks around it; refuses what is missing or too long."""
    words = text.strip()
    problem = ""
    if needed and not words:
        problem = _("Write a line: why them, in your own words.")
    if len(words) > most:
        problem = _("Keep it to %(most)d characters.") % {"most": most}
    if problem:
        raise InvalidInput(_("This is not sent yet."), {name: problem})
    return words


def record_request(kind: str, row: GuideRequest, *, by: Actor, at: datetime) -> None:
    """That it happened, and between whom."""
    record(
        kind,
        by=by,
        subject=row,
        at=at,
        organization_id=row.organization_id,
        guide=row.guide_id,
        learner=row.learner_id,
    )
