"""Asking for a person, and the page of support."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, WrongState
from guildhall.directory.models import Organization
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor
from guildhall.relationships.access import ACT_IN_RELATIONSHIP
from guildhall.relationships.actions.rows import locked, own_party, present_parties
from guildhall.relationships.models import Relationship
from guildhall.safety.access import CHANGE_SUPPORT_PAGE, TAKE_UP_ASK
from guildhall.safety.actions.events import (
    ASK_TAKEN_UP,
    PERSON_ASKED_FOR,
    SUPPORT_CHANGED,
    note,
)
from guildhall.safety.actions.rows import fitting
from guildhall.safety.actions.telling import tell
from guildhall.safety.messages import NEWS
from guildhall.safety.messages import PERSON_ASKED_FOR as TOLD_ASKED_FOR
from guildhall.safety.models import ContactAsk, SupportPage
from guildhall.safety.queries.readers import coordinators_for
from guildhall.safety.states import AskCategory

LONGEST_WORDS = 2000
LONGEST_LINE, LONGEST_PAGE = 200, 20_000


def ask_for_person(
    *, relationship: Relationship, category: str, words: str = "", by: Actor, at: datetime
) -> ContactAsk:
    """Ask that somebody of the program gets in touch; its coordinators are told that, not why.

    The others of the pair learn nothing. Refuses a second ask while one is open, and where there is
    nobody to ask.
    """
    require(ACT_IN_RELATIONSHIP, by, relationship)
    if category not in AskCategory.values:
        raise InvalidInput(_("This is not sent yet."), {"category": _("Choose what fits best.")})
    with transaction.atomic():
        row = locked(relationship)
        person = own_party(present_parties(row), by).person
        coordinators = coordinators_for(row)
        if not coordinators:
            raise WrongState(
                _("Nobody is there to be asked yet. The page of support names whom to call.")
            )
        open_ones = ContactAsk.objects.filter(relationship=row, taken_up_at__isnull=True)
        if open_ones.filter(asked_by=person).exists():
            raise WrongState(_("You have asked already; somebody gets in touch with you."))
        ask = ContactAsk.objects.create(
            relationship=row,
            asked_by=person,
            category=category,
            words=fitting(words, name="words", most=LONGEST_WORDS),
            asked_at=at,
        )
        note(PERSON_ASKED_FOR, ask, by=by, at=at)
        path = f"/relationships/{row.pk}/#asked"
        tell(TOLD_ASKED_FOR, coordinators, key=str(ask.pk), path=path, at=at, person=person.name)
    return ask


def take_up_ask(*, ask: ContactAsk, by: Actor, at: datetime) -> ContactAsk:
    """A coordinator gets in touch; whoever asked hears so. Twice changes nothing."""
    require(TAKE_UP_ASK, by, ask)
    with transaction.atomic():
        row = ContactAsk.objects.select_for_update().get(pk=ask.pk)
        if row.taken_up_at is None:
            row.taken_up_at, row.taken_up_by_id = at, by.person_id
            row.save(update_fields=["taken_up_at", "taken_up_by"])
            note(ASK_TAKEN_UP, row, by=by, at=at)
            path = f"/relationships/{row.relationship_id}/"
            tell(NEWS, [row.asked_by], key=f"ask:{row.pk}", path=path, at=at)
    return row


def change_support_page(
    *, organization: Organization, emergency: str, text: str, by: Actor, at: datetime
) -> SupportPage:
    """Write the page of support. Refuses what is far too long."""
    require(CHANGE_SUPPORT_PAGE, by, organization)
    with transaction.atomic():
        page, _is_new = SupportPage.objects.update_or_create(
            organization=organization,
            defaults={
                "emergency": fitting(emergency, name="emergency", most=LONGEST_LINE),
                "text": fitting(text, name="text", most=LONGEST_PAGE),
                "changed_at": at,
                "changed_by_id": by.person_id,
            },
        )
        record(SUPPORT_CHANGED, by=by, subject=page, at=at, organization_id=organization.pk)
    return page
