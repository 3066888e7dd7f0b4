"""An organization's own wording of messages."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guildhall.audit.actions import record
from guildhall.core.errors import InvalidInput, NotVisible
from guildhall.directory.models import Organization
from guildhall.notify.access import CHANGE_TEXTS
from guildhall.notify.actions.events import TEXT_CHANGED, TEXT_RESTORED
from guildhall.notify.kinds import Kind, kind_of
from guildhall.notify.models import MessageText
from guildhall.notify.queries.texts import wording_of
from guildhall.notify.scopes import scopes_of
from guildhall.notify.wording import (
    BUTTON_LENGTH,
    FIELDS,
    SUBJECT_LENGTH,
    Wording,
    has_loose_braces,
    tidy,
    unknown_placeholders,
)
from guildhall.permissions.access import require
from guildhall.permissions.actor import Actor


def change_text(
    *,
    organization: Organization,
    kind: str,
    wording: Wording,
    scope: str = "",
    by: Actor,
    at: datetime,
) -> MessageText:
    """Word a kind of message anew, from the next message on; the earlier wording is kept.

    Refuses unknown placeholders by name, unclosed ones, marks of personal links, and a scope that
    this organization does not have.
    """
    require(CHANGE_TEXTS, by, organization)
    if not kind_of(kind).is_worded_here:
        raise NotVisible
    wording = tidy(wording)
    problems = wording_problems(kind_of(kind), wording)
    if scope and scope not in {known for known, _label in scopes_of(organization)}:
        problems["scope"] = _("There is no such program or cohort here.")
    if problems:
        raise InvalidInput(_("This wording cannot be used yet."), problems)
    with transaction.atomic():
        present = _retire(organization, kind, scope, at=at)
        if present is not None and wording_of(present) == wording:
            return _reinstate(present)
        text = MessageText.objects.create(
            organization=organization,
            kind=kind,
            scope=scope,
            subject=wording.subject,
            body=wording.body,
            button=wording.button,
            small_print=wording.small_print,
            changed_at=at,
            changed_by_id=by.person_id,
        )
        record(TEXT_CHANGED, by=by, subject=text, at=at, organization_id=organization.pk)
    return text


def restore_default(
    *, organization: Organization, kind: str, scope: str = "", by: Actor, at: datetime
) -> bool:
    """Go back to the wording above: the organization's own for a scope, else the default.

    The own wording stays among the earlier ones. Returns whether there was one.
    """
    require(CHANGE_TEXTS, by, organization)
    with transaction.atomic():
        present = _retire(organization, kind, scope, at=at)
        if present is None:
            return False
        record(TEXT_RESTORED, by=by, subject=present, at=at, organization_id=organization.pk)
    return True


def use_earlier_text(*, text: MessageText, by: Actor, at: datetime) -> MessageText:
    """Put an earlier wording in force again, as a new row. Refuses what `change_text` refuses."""
    return change_text(
        organization=text.organization,
        kind=text.kind,
        wording=wording_of(text),
        scope=text.scope,
        by=by,
        at=at,
    )


def wording_problems(kind: Kind, wording: Wording) -> dict[str, str]:
    """What keeps a wording from being used, by field; empty where nothing does."""
    problems: dict[str, str] = {}
    if not wording.subject.strip():
        problems["subject"] = _("Write a subject.")
    if len(wording.subject) > SUBJECT_LENGTH:
        problems["subject"] = _("Keep the subject to %(n)s characters.") % {"n": SUBJECT_LENGTH}
    if len(wording.button) > BUTTON_LENGTH:
        problems["button"] = _("Keep the button to %(n)s characters.") % {"n": BUTTON_LENGTH}
    if not wording.body.strip():
        problems["body"] = _("Write what the message says.")
    for field in FIELDS:
        text = getattr(wording, field)
        unknown = unknown_placeholders(text, kind.known_placeholders)
        if unknown:
            problems[field] = _("Nothing fills %(unknown)s here. You can use %(known)s.") % {
                "unknown": _named(unknown),
                "known": _named(sorted(kind.known_placeholders)),
            }
        elif has_loose_braces(text):
            problems[field] = _("A placeholder is not closed. Write it as {{given_name}}.")
        elif "[[" in text:
            problems[field] = _("Personal links are added by themselves. Take out “[[”.")
    return problems


def _named(names: Iterable[str]) -> str:
    return ", ".join("{{" + name + "}}" for name in names)


def _retire(
    organization: Organization, kind: str, scope: str, *, at: datetime
) -> MessageText | None:
    """End the wording in force, locked so that two editors cannot both replace it."""
    Organization.objects.select_for_update().get(pk=organization.pk)
    present = MessageText.objects.filter(
        organization=organization, kind=kind, scope=scope, replaced_at__isnull=True
    ).first()
    if present is not None:
        present.replaced_at = at
        present.save(update_fields=["replaced_at"])
    return present


def _reinstate(text: MessageText) -> MessageText:
    text.replaced_at = None
    text.save(update_fields=["replaced_at"])
    return text
