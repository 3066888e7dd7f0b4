"""Beginning with somebody whom one knows: a member by name or address, or a colleague by mail."""

from datetime import datetime

from django.db import transaction

from guildhall.core.errors import NotVisible
from guildhall.directory.access import SEE_ORGANIZATION
from guildhall.directory.actions.invitations import invite_colleague
from guildhall.directory.models import Membership, Organization
from guildhall.mentoring.actions.request_telling import tell, until_words, wish_words
from guildhall.mentoring.actions.requests import RequestDraft, Two, place_request, tell_asked
from guildhall.mentoring.models import GuideRequest
from guildhall.mentoring.offer_messages import REQUEST_INVITED
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.programs.states import Side


def ask_member(
    *, membership: Membership, side: str, draft: RequestDraft, by: Actor, at: datetime
) -> GuideRequest:
    """Ask a member of one's own organization. `side` is the asker's: a learner, or a guide.

    They are told by notice and mail, and can answer there without signing in. Refuses what
    `ask_guide` refuses.
    """
    require(SEE_ORGANIZATION, by, membership.organization)
    if membership.ended_at is not None:
        raise NotVisible
    with transaction.atomic():
        two = _two(by, membership.person_id, side)
        row = place_request(two, membership.organization, draft, by=by, at=at)
        tell_asked(row, at=at)
    return row


def ask_by_mail(
    *,
    organization: Organization,
    email: str,
    side: str,
    draft: RequestDraft,
    by: Actor,
    at: datetime,
) -> GuideRequest:
    """Ask a colleague who is not here yet: one mail invites them in and leads to the request.

    Refuses an address of another house, as `invite_colleague` says.
    """
    with transaction.atomic():
        invitation, token = invite_colleague(organization=organization, email=email, by=by, at=at)
        assert invitation.person_id is not None
        two = _two(by, invitation.person_id, side)
        row = place_request(two, organization, draft, by=by, at=at)
        tell(
            REQUEST_INVITED,
            row,
            to=row.asked,
            at=at,
            path=f"/invitation/{token}/",
            wish=wish_words(row),
            until=until_words(row),
        )
    return row


def _two(by: Actor, other_id: int, side: str) -> Two:
    if by.person_id is None:
        raise NotVisible
    if side == Side.LEARNER:
        return Two(guide_id=other_id, learner_id=by.person_id, asker_id=by.person_id)
    return Two(guide_id=by.person_id, learner_id=other_id, asker_id=by.person_id)
