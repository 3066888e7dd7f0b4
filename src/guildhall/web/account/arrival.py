"""Which link brought somebody here, and whose it was."""

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from guildhall.accounts.models import Account
from guildhall.core import clock
from guildhall.core.errors import GuildhallError
from guildhall.directory.actions.invitations import open_invitation
from guildhall.directory.models import Organization
from guildhall.programs.models import JoinLink

JOINING = "joining"  # session key: the path of the invitation or join link that brought somebody


def house_of_link(request: HttpRequest, account: Account) -> Organization | None:
    """The organization behind the link that somebody followed to make their account.

    An invitation counts for the address that it was sent to; one that is over, or a link that was
    closed, for nobody.
    """
    try:
        match = resolve(request.session.get(JOINING, ""))
    except Resolver404:
        return None
    token = match.kwargs.get("token", "")
    at = clock.now()
    if match.url_name == "invitation":
        try:
            invitation = open_invitation(token=token, at=at)
        except GuildhallError:
            return None
        return invitation.organization if invitation.email == account.email else None
    if match.url_name == "join":
        links = JoinLink.objects.select_related("cohort__program__organization")
        link = links.filter(token=token).first()
        return link.cohort.program.organization if link and link.is_open(at=at) else None
    return None
