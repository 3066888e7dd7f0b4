"""What is said about a request, and the buttons that go with it."""

from datetime import datetime

from django.utils.translation import gettext as _

from guildhall.core.dates import full_day
from guildhall.directory.models import Person
from guildhall.mentoring.models import GuideRequest
from guildhall.mentoring.queries.houses import other_house
from guildhall.notify.actions.outbox import send
from guildhall.notify.kinds import Kind
from guildhall.notify.outgoing import ActButton
from guildhall.relationships.telling import local_day

ACCEPT = "guide_request.accept"
DECLINE = "guide_request.decline"


def tell(
    kind: Kind,
    row: GuideRequest,
    *,
    to: Person,
    at: datetime,
    path: str = "",
    acts: tuple[ActButton, ...] = (),
    **values: str,
) -> None:
    """Tell one of the two about the other one, once. No organization stands on the mail, so that no
    outbox of staff shows who asked whom."""
    partner = row.asked if to.pk == row.asker_id else row.asker
    send(
        kind.key,
        to=to,
        values={"partner": partner.name, **values},
        key=f"{kind.key}:{row.pk}:{to.pk}",
        at=at,
        path=path or f"/requests/{row.pk}/",
        acts=acts,
    )


def wish_words(row: GuideRequest) -> str:
    """Who would like what, in a sentence for whoever was asked."""
    name = {"name": asker_words(row)}
    if row.asker_id == row.learner_id:
        return _("%(name)s would like to learn from you.") % name
    return _("%(name)s would like to be there for you as a mentor.") % name


def asker_words(row: GuideRequest) -> str:
    """Whoever asks; with their organization, where it is not that of whoever is asked."""
    house = other_house(row)
    if house is None:
        return row.asker.name
    return _("%(name)s (%(house)s)") % {"name": row.asker.name, "house": house.name}


def until_words(row: GuideRequest) -> str:
    """The last day of a request, where the reader is."""
    return full_day(local_day(row.expires_at, row.asked))


def answer_buttons(row: GuideRequest) -> tuple[ActButton, ...]:
    """A yes and a no."""
    return (
        ActButton(ACCEPT, row.pk, _("Yes, let us begin"), expires_at=row.expires_at),
        ActButton(DECLINE, row.pk, _("Not this time"), expires_at=row.expires_at, is_quiet=True),
    )
