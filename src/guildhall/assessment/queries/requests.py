"""Requests for a sign-off: the one behind a link, and those that wait."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guildhall.assessment.models import Passport, SignOffRequest
from guildhall.assessment.queries.signers import is_same_human
from guildhall.core.errors import NotAllowed, NotVisible
from guildhall.core.tokens import token_digest
from guildhall.directory.models import Person
from guildhall.notify.links import LinkGone


def request_behind(secret: str, *, opened_by: Person | None) -> SignOffRequest:
    """The request of a link's secret; a forged one is not there.

    Whoever is signed in and is not the signer finds nothing either; the learner is refused.
    """
    row = detailed_requests().filter(digest=token_digest(secret)).first()
    if row is None:
        raise NotVisible
    if opened_by is not None and opened_by.pk != row.signer_id:
        if is_same_human(opened_by, row.passport.learner):
            raise NotAllowed(own_words())
        raise NotVisible
    require_another(row)
    return row


def require_another(row: SignOffRequest) -> None:
    """Nobody signs for themselves, under whatever record, account or address."""
    if is_same_human(row.signer, row.passport.learner):
        raise NotAllowed(own_words())


def own_words() -> str:
    """Why a learner is refused."""
    return _("Nobody can sign for themselves. Let the person whom you asked open it.")


def require_open(row: SignOffRequest, *, at: datetime) -> None:
    """Refuse a request that was answered, taken back or has expired: its link is gone."""
    if row.used_at is not None:
        raise LinkGone(_("This has been answered. Each link and each code works once."))
    if row.withdrawn_at is not None:
        raise LinkGone(_("This request was taken back, or a newer one has taken its place."))
    if row.expires_at <= at:
        raise LinkGone(_("This has expired. Whoever asked can ask anew."))


def detailed_requests() -> QuerySet[SignOffRequest]:
    """Requests with all that their pages name."""
    return SignOffRequest.objects.select_related(
        "passport__learner__account",
        "passport__organization",
        "passport__version__scale",
        "competency__domain",
        "level",
        "signer__account",
        "asked_by",
    )


def open_requests(at: datetime) -> QuerySet[SignOffRequest]:
    """Those that can still be answered."""
    return detailed_requests().filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


def requests_waiting_for(person_id: int, *, at: datetime) -> list[SignOffRequest]:
    """What somebody was asked to sign, soonest first."""
    return list(open_requests(at).filter(signer=person_id).order_by("expires_at", "pk"))


def requests_of(passport: Passport, *, at: datetime) -> list[SignOffRequest]:
    """What is asked for a passport now, newest first."""
    return list(open_requests(at).filter(passport=passport))
